/** A client that does not take a frame for this long is let go; it comes back with its cursor. */
const STALL_MS = 60_000;

type Closing = {
  /** Called once, however the stream ends. */
  readonly onEnd: () => void;
  readonly onError: (error: unknown) => void;
  readonly stallMs?: number;
};

/**
 * Frames as bytes, made one by one as the reader takes them: a slow reader holds back the making, and nothing piles up. After
 * the reader has gone nothing more is written.
 */
export function eventStream(
  frames: AsyncGenerator<string, void, undefined>,
  stop: AbortController,
  { onEnd, onError, stallMs = STALL_MS }: Closing,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stalled: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const end = () => {
    clearTimeout(stalled);
    stop.abort();
    if (!ended) {
      ended = true;
      onEnd();
    }
  };
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        clearTimeout(stalled);
        try {
          const frame = await frames.next();
          if (ended) {
            return;
          }
          if (frame.done === true) {
            end();
            controller.close();
            return;
          }
          controller.enqueue(encoder.encode(frame.value));
          stalled = setTimeout(() => {
            end();
            controller.error(new Error("the reader of a stream took nothing for too long"));
          }, stallMs);
        } catch (error) {
          onError(error);
          end();
          // Not as a fault: the server would write its message, which can hold a person's data, to the reader.
          controller.close();
        }
      },
      cancel: end,
    },
    // Nothing is made before it is asked for.
    { highWaterMark: 0 },
  );
}
