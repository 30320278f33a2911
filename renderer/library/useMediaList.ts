import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { mediaList } from "./listStore.ts";

/** A run changes the library many times in a second. */
const REST_MS = 300;

/** The list, kept up with the library while it is looked at. */
export function useMediaList() {
  const revision = useApp(({ libraryRevision }) => libraryRevision);
  const realm = useApp(({ info }) => info?.realm);
  useEffect(() => {
    const timer = setTimeout(() => void mediaList.refresh(), mediaList.getState().loaded ? REST_MS : 0);
    return () => clearTimeout(timer);
  }, [revision]);
  useEffect(() => {
    if (realm !== undefined) mediaList.setRealm(realm);
  }, [realm]);
  return useStore(mediaList);
}

/** Models that made something. */
export function useModels(): readonly string[] {
  const revision = useApp(({ libraryRevision }) => libraryRevision);
  const [models, setModels] = useState<readonly string[]>([]);
  useEffect(() => {
    let current = true;
    host()
      .library.models()
      .then((found) => current && setModels(found))
      .catch(reportTrouble);
    return () => {
      current = false;
    };
  }, [revision]);
  return models;
}
