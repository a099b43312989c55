/**
 * Runs `work` for one key at a time in this process. Whoever asks while it runs shares one further run, which starts
 * after theirs was asked for and so sees what they want seen.
 */
export function oneAtATime<Outcome>(work: (key: string) => Promise<Outcome>): (key: string) => Promise<Outcome> {
  const running = new Map<string, Promise<Outcome>>();
  const next = new Map<string, Promise<Outcome>>();

  const start = (key: string): Promise<Outcome> => {
    const run = work(key).finally(() => {
      if (running.get(key) === run) {
        running.delete(key);
      }
    });
    running.set(key, run);
    return run;
  };

  return (key) => {
    const current = running.get(key);
    if (current === undefined) {
      return start(key);
    }
    const planned = next.get(key);
    if (planned !== undefined) {
      return planned;
    }
    const proceed = () => {
      next.delete(key);
      return start(key);
    };
    const follow = current.then(proceed, proceed);
    next.set(key, follow);
    return follow;
  };
}
