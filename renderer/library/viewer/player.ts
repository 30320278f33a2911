import { createStore, type StoreApi } from "zustand";
import { frameAt, middleOf, stepped, type FrameTimes } from "./frames.ts";
import { useViewerPrefs } from "./prefs.ts";
import { correction } from "./sync.ts";

/** What the player needs of a video or audio element. */
export type Playable = Pick<
  HTMLMediaElement,
  "currentTime" | "duration" | "paused" | "seeking" | "readyState" | "playbackRate" | "muted" | "loop" | "play" | "pause" | "addEventListener" | "removeEventListener"
> &
  Partial<Pick<HTMLVideoElement, "requestVideoFrameCallback" | "cancelVideoFrameCallback">>;

interface PlayerState {
  /** Seconds. */
  time: number;
  duration: number;
  playing: boolean;
  /** When the frames of the first video are shown, once that is known. */
  frames: FrameTimes | null;
}

/** One clock for one or two elements: they play, seek, loop and change their speed together. The longest one leads; the first one is heard. */
export interface Player extends StoreApi<PlayerState> {
  /** Returns the way out. */
  attach(element: Playable): () => void;
  setFrames(frames: FrameTimes | null): void;
  play(): void;
  pause(): void;
  toggle(): void;
  /** To a time in seconds; goes on playing if it was. */
  seek(time: number): void;
  /** Pauses and goes some frames on, or back when negative. */
  step(frames: number): void;
  /** Follows the viewer's settings; returns the way to stop, which pauses everything. */
  connect(): () => void;
}

interface PlayerOptions {
  /** Begins to play as soon as so many elements can; 0 waits for the user. */
  autoplay?: number;
  world?: World;
}

interface World {
  requestFrame(callback: () => void): number;
  cancelFrame(handle: number): void;
}

const PAGE: World = { requestFrame: (callback) => requestAnimationFrame(callback), cancelFrame: (handle) => cancelAnimationFrame(handle) };
const USUAL_FRAME = 1 / 30;
/** HTMLMediaElement.HAVE_FUTURE_DATA */
const CAN_PLAY = 3;

export function createPlayer({ autoplay = 0, world = PAGE }: PlayerOptions = {}): Player {
  const store = createStore<PlayerState>()(() => ({ time: 0, duration: 0, playing: false, frames: null }));
  const elements: Playable[] = [];
  let ticking: number | null = null;
  /** Media time of the picture that the first video shows. */
  let presented: number | null = null;
  let awaited = autoplay;
  /** How it was when the elements went away: others take their place when two are compared in another way. */
  let left: { time: number; playing: boolean; count: number } | null = null;
  /** How many there were at once. */
  let together = 0;
  /** Where elements begin that have just come. */
  let from = 0;

  const lengthOf = ({ duration }: Playable) => (Number.isFinite(duration) ? duration : 0);
  const leader = () => elements.reduce<Playable | undefined>((best, one) => (best && lengthOf(best) >= lengthOf(one) ? best : one), undefined);
  const followers = () => elements.filter((one) => one !== leader());

  function applyPrefs(): void {
    const { loop, muted, rate } = useViewerPrefs.getState();
    for (const [at, element] of elements.entries()) {
      element.playbackRate = rate;
      element.muted = muted || at > 0;
      // Two of them are sent back together instead.
      element.loop = loop && elements.length === 1;
    }
  }

  function look(): void {
    const first = leader();
    if (first) store.setState({ time: first.currentTime, duration: lengthOf(first) });
  }

  function tick(): void {
    ticking = null;
    const first = leader();
    if (!first || first.paused) return;
    look();
    const { rate } = useViewerPrefs.getState();
    for (const one of followers()) follow(one, first, rate);
    ticking = world.requestFrame(tick);
  }

  function follow(one: Playable, first: Playable, rate: number): void {
    if (one.seeking || first.seeking || first.currentTime >= lengthOf(one)) return;
    if (one.paused) start(one);
    const { frames } = store.getState();
    const frame = frames && frames.length > 1 ? lengthOf(first) / frames.length : USUAL_FRAME;
    const now = correction(one.currentTime - first.currentTime, { rate, frame, leader: first.currentTime });
    if (now.is === "seek") one.currentTime = now.to;
    const pace = now.is === "pace" ? now.rate : rate;
    if (one.playbackRate !== pace) one.playbackRate = pace;
  }

  function start(element: Playable): void {
    // Pausing at once, closing, or a file that cannot be played: each has its own sign, and the element stays paused.
    element.play().catch(() => store.setState({ playing: leader()?.paused === false }));
  }

  /** All on the picture that is seen now, in the middle of its time. */
  function rest(): void {
    const first = leader();
    if (!first) return;
    const { frames } = store.getState();
    const seen = presented !== null && Math.abs(presented - first.currentTime) < 0.2 ? presented : first.currentTime;
    seek(frames && frames.length > 1 ? middleOf(frames, frameAt(frames, seen), lengthOf(first)) : seen);
  }

  function seek(to: number): void {
    awaited = 0;
    from = 0;
    const first = leader();
    if (!first) return;
    const time = Math.min(Math.max(0, to), lengthOf(first));
    for (const one of elements) one.currentTime = Math.min(time, Math.max(0, lengthOf(one) - 0.001));
    store.setState({ time });
  }

  function play(): void {
    awaited = 0;
    const first = leader();
    if (!first) return;
    if (first.currentTime >= lengthOf(first) - 0.01) seek(0);
    applyPrefs();
    for (const one of elements) if (first.currentTime < lengthOf(one) || one === first) start(one);
  }

  function pause(): void {
    for (const one of elements) one.pause();
    rest();
  }

  function begin(): void {
    if (awaited > 0 && elements.length >= awaited && elements.every(({ readyState }) => readyState >= CAN_PLAY)) play();
  }

  function listen(element: Playable): () => void {
    const isLeader = () => leader() === element;
    const heard: Record<string, () => void> = {
      loadedmetadata: () => {
        applyPrefs();
        if (from > 0) element.currentTime = Math.min(from, Math.max(0, lengthOf(element) - 0.001));
        look();
      },
      canplay: begin,
      timeupdate: () => isLeader() && !element.paused && look(),
      play: () => {
        if (!isLeader()) return;
        store.setState({ playing: true });
        ticking ??= world.requestFrame(tick);
      },
      pause: () => isLeader() && store.setState({ playing: false }),
      ended: () => {
        if (!isLeader()) return;
        if (useViewerPrefs.getState().loop) {
          seek(0);
          play();
        } else look();
      },
    };
    for (const [name, listener] of Object.entries(heard)) element.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(heard)) element.removeEventListener(name, listener);
    };
  }

  function watchPictures(element: Playable): () => void {
    let handle: number | undefined;
    const seen = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
      presented = mediaTime;
      handle = element.requestVideoFrameCallback?.(seen);
    };
    handle = element.requestVideoFrameCallback?.(seen);
    return () => {
      if (handle !== undefined) element.cancelVideoFrameCallback?.(handle);
    };
  }

  return {
    ...store,
    attach(element) {
      const present = leader();
      if (left) {
        from = left.time;
        awaited = left.playing ? left.count : 0;
        left = null;
      } else if (present && present.readyState > 0) from = present.currentTime;
      elements.push(element);
      together = Math.max(together, elements.length);
      const stops = [listen(element), ...(elements.length === 1 ? [watchPictures(element)] : [])];
      applyPrefs();
      look();
      return () => {
        for (const stop of stops) stop();
        elements.splice(elements.indexOf(element), 1);
        element.pause();
        if (elements.length > 0) return;
        const { time, playing } = store.getState();
        left = { time, playing, count: together };
        store.setState({ playing: false });
      };
    },
    setFrames: (frames) => store.setState({ frames }),
    play,
    pause,
    toggle: () => (store.getState().playing ? pause() : play()),
    seek,
    step(frames) {
      if (store.getState().playing) pause();
      const { time, frames: times, duration } = store.getState();
      seek(stepped(times, time, frames, duration));
    },
    connect() {
      const stop = useViewerPrefs.subscribe(applyPrefs);
      return () => {
        stop();
        if (ticking !== null) world.cancelFrame(ticking);
        ticking = null;
        for (const one of elements) one.pause();
      };
    },
  };
}
