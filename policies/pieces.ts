/** A long computation that may be left off between two pieces of it, so that whoever runs it does other things meanwhile. */
export type Pieces<Result> = Generator<undefined, Result, undefined>;

/** Does all of it at once. */
export function whole<Result>(pieces: Pieces<Result>): Result {
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) {
      return value;
    }
  }
}
