import { useEffect, useState } from "react";
import type { FolderListing } from "../../../shared/contract/api/sessions.ts";
import { host } from "../../state/app.ts";

interface FolderState {
  /** The newest listing; the one before while another folder is read. */
  listing: FolderListing | null;
  problem: string | null;
  isLoading: boolean;
  /** Null: the home folder. */
  go: (folder: string | null) => void;
}

const KEY = "shotgraph-folder";

/** A folder of the host's machine. Starts where this window was last. */
export function useFolder(start: string | null): FolderState {
  const [wish, setWish] = useState<{ folder: string | null }>({ folder: start ?? sessionStorage.getItem(KEY) });
  const [state, setState] = useState<Omit<FolderState, "go">>({ listing: null, problem: null, isLoading: true });
  useEffect(() => {
    let isGone = false;
    setState((before) => ({ ...before, isLoading: true }));
    host()
      .graphs.browse(wish.folder === null ? {} : { folder: wish.folder })
      .then((listing) => {
        if (isGone) return;
        sessionStorage.setItem(KEY, listing.folder);
        setState({ listing, problem: null, isLoading: false });
      })
      .catch((error: unknown) => {
        if (isGone) return;
        // What was remembered may be gone: then nothing is listed, and Home still works.
        setState((before) => ({ ...before, problem: error instanceof Error ? error.message : String(error), isLoading: false }));
      });
    return () => {
      isGone = true;
    };
  }, [wish]);
  return { ...state, go: (folder) => setWish({ folder }) };
}
