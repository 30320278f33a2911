@echo off
rem The command line of the installed Shotgraph: the app itself, without a window. A script waits for it; its exit code is handed on.
"%~dp0..\..\Shotgraph.exe" --cli -- %*
exit /b %ERRORLEVEL%
