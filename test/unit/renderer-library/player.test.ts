import { beforeEach, describe, expect, test } from "vitest";
import { createPlayer, type Playable } from "../../../renderer/library/viewer/player.ts";
import { changePrefs } from "../../../renderer/library/viewer/prefs.ts";

/** A video element whose time is moved by the test. */
class FakeVideo extends EventTarget implements Playable {
  currentTime = 0;
  duration: number;
  paused = true;
  seeking = false;
  readyState = 0;
  playbackRate = 1;
  muted = false;
  loop = false;
  constructor(duration: number) {
    super();
    this.duration = duration;
  }
  play = () => {
    if (this.paused) {
      this.paused = false;
      this.dispatchEvent(new Event("play"));
    }
    return Promise.resolve();
  };
  pause = () => {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  };
  load() {
    this.readyState = 4;
    this.dispatchEvent(new Event("loadedmetadata"));
    this.dispatchEvent(new Event("canplay"));
  }
  /** `seconds` of the page's time go by. */
  run(seconds: number) {
    if (this.paused) return;
    this.currentTime = Math.min(this.duration, this.currentTime + seconds * this.playbackRate);
    if (this.currentTime < this.duration) return;
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
    this.dispatchEvent(new Event("ended"));
  }
}

function setUp(durations: readonly number[], { autoplay = 0 } = {}) {
  let next: (() => void) | null = null;
  const player = createPlayer({
    autoplay,
    world: {
      requestFrame: (callback) => {
        next = callback;
        return 1;
      },
      cancelFrame: () => {
        next = null;
      },
    },
  });
  const disconnect = player.connect();
  const videos = durations.map((duration) => new FakeVideo(duration));
  const stops = videos.map((video) => player.attach(video));
  const run = (seconds: number, each: readonly number[] = videos.map(() => 1)) => {
    for (let at = 0; at < seconds * 60; at += 1) {
      for (const [place, video] of videos.entries()) video.run((each[place] ?? 1) / 60);
      const now = next;
      next = null;
      now?.();
    }
  };
  return { player, videos: videos as [FakeVideo, FakeVideo], run, disconnect, stops, detach: () => stops.forEach((stop) => stop()), isTicking: () => next !== null };
}

beforeEach(() => changePrefs({ loop: true, muted: false, rate: 1 }));

describe("one clock for two videos", () => {
  test("they begin together, once both can", () => {
    const { videos } = setUp([5, 5], { autoplay: 2 });
    videos[0].load();
    expect(videos.map(({ paused }) => paused)).toEqual([true, true]);
    videos[1].load();
    expect(videos.map(({ paused }) => paused)).toEqual([false, false]);
  });

  test("one that runs slower stays within a frame of the other", () => {
    const { player, videos, run } = setUp([20, 20]);
    player.play();
    run(3, [1, 0.97]);
    expect(Math.abs(videos[0].currentTime - videos[1].currentTime)).toBeLessThan(1 / 30);
    videos[1].currentTime -= 1;
    run(1);
    expect(Math.abs(videos[0].currentTime - videos[1].currentTime)).toBeLessThan(1 / 30);
  });

  test("they seek, stop and change their speed together, and rest on the same time", () => {
    const { player, videos, run } = setUp([5, 5]);
    player.play();
    run(1);
    changePrefs({ rate: 2 });
    expect(videos.map(({ playbackRate }) => playbackRate)).toEqual([2, 2]);
    run(0.5, [1, 0.99]);
    player.pause();
    expect(videos.map(({ paused }) => paused)).toEqual([true, true]);
    expect(videos[1].currentTime).toBe(videos[0].currentTime);
    player.seek(4.5);
    expect(videos.map(({ currentTime }) => currentTime)).toEqual([4.5, 4.5]);
  });

  test("the shorter one waits at its end for the longer one, and both begin again", () => {
    const { player, videos, run } = setUp([2, 4]);
    player.play();
    run(3);
    expect(videos[0].currentTime).toBe(2);
    expect(videos[1].currentTime).toBeCloseTo(3, 1);
    run(1.5);
    expect(videos.map(({ paused }) => paused)).toEqual([false, false]);
    expect(videos[1].currentTime).toBeLessThan(1);
    expect(Math.abs(videos[0].currentTime - videos[1].currentTime)).toBeLessThan(1 / 30);
  });

  test("shown in another way, they go on where they were", () => {
    const { player, run, detach } = setUp([5, 5]);
    player.play();
    run(2);
    detach();
    expect(player.getState().playing).toBe(false);
    const others = [new FakeVideo(5), new FakeVideo(5)];
    for (const one of others) player.attach(one);
    for (const one of others) one.load();
    expect(others.map(({ paused }) => paused)).toEqual([false, false]);
    for (const one of others) expect(one.currentTime).toBeCloseTo(2, 1);
  });

  test("when one of them is shown anew, the other one goes on, and the new one joins it", () => {
    const { player, videos, run, stops } = setUp([5, 5]);
    player.play();
    run(2);
    stops[1]?.();
    expect(player.getState().playing).toBe(true);
    videos[1] = new FakeVideo(5);
    player.attach(videos[1]);
    videos[1].load();
    run(0.5);
    expect(videos[1].paused).toBe(false);
    expect(Math.abs(videos[0].currentTime - videos[1].currentTime)).toBeLessThan(1 / 30);
    player.toggle();
    expect(videos.map(({ paused }) => paused)).toEqual([true, true]);
  });

  test("only the first one is heard, and none when muted", () => {
    const { videos } = setUp([5, 5]);
    expect(videos.map(({ muted }) => muted)).toEqual([false, true]);
    changePrefs({ muted: true });
    expect(videos.map(({ muted }) => muted)).toEqual([true, true]);
  });
});

describe("one video", () => {
  test("without loop it stays at its end, and Play begins from the start", () => {
    changePrefs({ loop: false });
    const { player, videos, run } = setUp([2]);
    player.play();
    run(3);
    expect(videos[0].loop).toBe(false);
    expect(player.getState()).toMatchObject({ playing: false, time: 2 });
    player.play();
    expect(videos[0].currentTime).toBe(0);
  });

  test("a step pauses, and goes on by frames of the file", () => {
    const { player, videos, run } = setUp([2]);
    player.setFrames([0, 0.5, 1, 1.5]);
    player.play();
    run(0.6);
    player.step(1);
    expect(videos[0].paused).toBe(true);
    expect(player.getState().time).toBe(1.25);
    player.step(-2);
    expect(player.getState().time).toBe(0.25);
    player.step(-10);
    expect(player.getState().time).toBe(0.25);
  });

  test("what the user does first is not undone by playing by itself", () => {
    const { player, videos } = setUp([5], { autoplay: 1 });
    player.seek(2);
    videos[0].load();
    expect(videos[0].paused).toBe(true);
  });

  test("nothing goes on when the viewer is closed", () => {
    const { player, videos, disconnect, isTicking } = setUp([5]);
    player.play();
    expect(isTicking()).toBe(true);
    disconnect();
    expect(isTicking()).toBe(false);
    expect(videos[0].paused).toBe(true);
  });
});
