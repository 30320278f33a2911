import { Button, Loader } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useCallback, useMemo, useRef, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { openDropped } from "../actions/documents.ts";
import type { MediaItem } from "../../shared/contract/libraryQueries.ts";
import { reportTrouble } from "../state/trouble.ts";
import { droppedFiles } from "../ui/droppedFiles.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ACCEPTED_FILES } from "../ui/mediaFiles.ts";
import { importFiles } from "../ui/uploads.ts";
import { UploadStrip } from "../ui/UploadStrip.tsx";
import { openViewer } from "../ui/viewerStore.ts";
import { DeleteFiles } from "./DeleteFiles.tsx";
import { FilterBar } from "./FilterBar.tsx";
import { isFiltered, NO_FILTER, type LibraryFilter } from "./filter.ts";
import { NOTHING_CHOSEN, stillChosen, type Choice } from "./gridMoves.ts";
import classes from "./Library.module.css";
import { mediaList } from "./listStore.ts";
import { MediaGrid } from "./MediaGrid.tsx";
import { SelectionBar } from "./SelectionBar.tsx";
import { useMediaList, useModels } from "./useMediaList.ts";

const NONE: readonly MediaItem[] = [];

/** Everything that was ever made or imported. */
export function LibraryView() {
  const { t } = useTranslation("library");
  const { filter, loaded, busy, problem } = useMediaList();
  const models = useModels();
  const items = loaded?.items ?? NONE;
  const [choice, setChoice] = useState<Choice>(NOTHING_CHOSEN);
  const [deleting, setDeleting] = useState<readonly MediaItem[] | null>(null);
  const [cleared, setCleared] = useState(0);
  const shown = useMemo(() => stillChosen(choice, items.map(({ facts }) => facts.sha256)), [choice, items]);
  const chosen = items.filter(({ facts }) => shown.chosen.has(facts.sha256));
  const more = useCallback(() => void mediaList.loadMore(), []);

  const setFilter = (filter: LibraryFilter) => {
    setChoice(NOTHING_CHOSEN);
    mediaList.setFilter(filter);
  };
  const clear = () => {
    setCleared((times) => times + 1);
    setFilter(NO_FILTER);
  };
  const openAll = (from: readonly MediaItem[], first: MediaItem | undefined) => {
    const there = from.filter(({ present }) => present).map(({ facts }) => facts.sha256);
    openViewer({ items: there, index: Math.max(0, there.indexOf(first?.facts.sha256 ?? "")), title: t("title") });
  };
  const open = (index: number) => {
    const item = items[index];
    if (item?.present) openAll(items, item);
  };
  return (
    <DropPlace>
      <FilterBar key={cleared} filter={filter} models={models} onFilter={setFilter}>
        {chosen.length > 0 ? (
          <SelectionBar chosen={chosen} onOpen={() => openAll(chosen.length > 1 ? chosen : items, chosen[0])} onDelete={() => setDeleting(chosen)} onClear={() => setChoice(NOTHING_CHOSEN)} />
        ) : (
          <ImportButton />
        )}
      </FilterBar>
      <UploadStrip />
      {items.length > 0 ? (
        <MediaGrid
          key={JSON.stringify(filter)}
          items={items}
          hasMore={loaded?.next !== null && problem === null}
          onMore={more}
          choice={shown}
          onChoice={setChoice}
          onOpen={open}
          onDelete={() => chosen.some(({ take, present }) => take && present) && setDeleting(chosen)}
        />
      ) : problem !== null ? (
        <EmptyState title={t("trouble.title")} text={problem}>
          <Button variant="default" onClick={() => void mediaList.refresh()}>
            {t("trouble.retry")}
          </Button>
        </EmptyState>
      ) : loaded === null || busy ? (
        <div className={classes["loading"]}>
          <Loader size="sm" aria-label={t("loading")} />
        </div>
      ) : isFiltered(filter) ? (
        <EmptyState title={t("empty.noneTitle")} text={t("empty.noneText")}>
          <Button variant="default" onClick={clear}>
            {t("filter.clear")}
          </Button>
        </EmptyState>
      ) : (
        <EmptyState title={t("empty.title")} text={t("empty.text")} />
      )}
      <DeleteFiles files={deleting} onClose={() => setDeleting(null)} />
    </DropPlace>
  );
}

function ImportButton() {
  const { t } = useTranslation("library");
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="default" leftSection={<IconUpload size={14} />} onClick={() => input.current?.click()}>
        {t("action.import")}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPTED_FILES}
        onChange={(event) => {
          void importFiles([...(event.currentTarget.files ?? [])]).catch(reportTrouble);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

/** Files that are dropped here are imported; a graph among them is opened. */
function DropPlace({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation("library");
  const [over, setOver] = useState(0);
  const isFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const onDrop = (event: DragEvent) => {
    setOver(0);
    if (!isFiles(event)) return;
    event.preventDefault();
    const isGraph = ({ name }: File) => /\.shotgraph$/i.test(name);
    const take = async (files: readonly File[]) => {
      for (const graph of files.filter(isGraph)) void openDropped(graph).catch(reportTrouble);
      await importFiles(files.filter((file) => !isGraph(file)));
    };
    droppedFiles(event.dataTransfer).then(take).catch(reportTrouble);
  };
  return (
    <div
      className={classes["library"]}
      onDragEnter={(event) => isFiles(event) && setOver((depth) => depth + 1)}
      onDragLeave={(event) => isFiles(event) && setOver((depth) => Math.max(0, depth - 1))}
      onDragOver={(event) => isFiles(event) && event.preventDefault()}
      onDrop={onDrop}
    >
      {children}
      {over > 0 && (
        <div className={classes["drop"]}>
          <strong>{t("upload.drop")}</strong>
          <span>{t("upload.dropHint")}</span>
        </div>
      )}
    </div>
  );
}
