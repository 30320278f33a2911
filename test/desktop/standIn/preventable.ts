/** An event whose default can be prevented. */
export function preventable<T extends object>(rest: T): T & { preventDefault(): void; readonly defaultPrevented: boolean } {
  let prevented = false;
  return {
    ...rest,
    preventDefault: () => {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
}
