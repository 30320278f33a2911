import { useEffect, useState } from "react";
import type { FolderListing } from "../../../shared/contract/api/sessions.ts";
import { host } from "../../state/app.ts";

interface Wish {
  /** Null: the home folder. */
  folder: string | null;
}

interface FolderState {
  /** The newest listing; the one before while another folder is read. */
  listing: FolderListing | null;
  problem: string | null;
  isLoading: boolean;
  go: (folder: string | null) => void;
}

const KEY = "shotgraph-folder";

/** A folder of the host's machine. Starts where this window was last. */
export function useFolder(start: string | null): FolderState {
  const [wish, setWish] = useState<Wish>({ folder: start ?? sessionStorage.getItem(KEY) });
  const [found, setFound] = useState<{ of: Wish | null; listing: FolderListing | null; problem: string | null }>({ of: null, listing: null, problem: null });
  useEffect(() => {
    let isGone = false;
    const load = async () => {
      const listing = await host().graphs.browse(wish.folder === null ? {} : { folder: wish.folder });
      if (isGone) return;
      sessionStorage.setItem(KEY, listing.folder);
      setFound({ of: wish, listing, problem: null });
    };
    load().catch((error: unknown) => {
      // What was remembered may be gone: it is said, and Home still works.
      if (!isGone) setFound(({ listing }) => ({ of: wish, listing, problem: error instanceof Error ? error.message : String(error) }));
    });
    return () => {
      isGone = true;
    };
  }, [wish]);
  return { listing: found.listing, problem: found.problem, isLoading: found.of !== wish, go: (folder) => setWish({ folder }) };
}
