/** Lets somebody who put a file into a feed folder wait until it has been read. */
export type AwaitedFiles = {
  /** Resolves to true once the file has been read, or to false after that long. Ask before the file is there. */
  readonly read: (path: string, waitMaxMs: number) => Promise<boolean>;
  readonly noteRead: (path: string) => void;
};

export function createAwaitedFiles(): AwaitedFiles {
  const waiting = new Map<string, Set<() => void>>();
  return {
    read: (path, waitMaxMs) =>
      new Promise((resolve) => {
        const waiters = waiting.get(path) ?? new Set();
        const end = (isRead: boolean) => {
          clearTimeout(timer);
          waiters.delete(told);
          if (waiters.size === 0) {
            waiting.delete(path);
          }
          resolve(isRead);
        };
        const told = () => end(true);
        const timer = setTimeout(() => end(false), waitMaxMs);
        waiting.set(path, waiters.add(told));
      }),
    noteRead: (path) => {
      for (const told of waiting.get(path) ?? []) {
        told();
      }
    },
  };
}
