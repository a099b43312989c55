/** One thing wrong with a file, in words for whoever runs the command; the value itself is never shown. */
export type FileFault = {
  readonly file: "crimes" | "positions";
  /** Counted from 1; null where it is about the file. */
  readonly row: number | null;
  readonly reference: string | null;
  readonly code: string;
  readonly requiredAction: string;
};

const SHOWN_MAX = 100;

/** Counts every fault and keeps the first ones. */
export function faultList() {
  const shown: FileFault[] = [];
  let errors = 0;
  return {
    add: (fault: FileFault): void => {
      errors += 1;
      if (shown.length < SHOWN_MAX) {
        shown.push(fault);
      }
    },
    shown,
    get errors() {
      return errors;
    },
  };
}

export type FaultList = ReturnType<typeof faultList>;
