/** Remembers how to close what was opened, so that all of it is closed in reverse order, whatever fails. */
export class OpenedThings implements AsyncDisposable {
  readonly #closers: (() => unknown)[] = [];

  add(close: () => unknown): void {
    this.#closers.push(close);
  }

  async close(): Promise<void> {
    const faults: unknown[] = [];
    for (let close = this.#closers.pop(); close !== undefined; close = this.#closers.pop()) {
      try {
        await close();
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, "not everything could be closed");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
