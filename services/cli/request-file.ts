import { readWireRequest, type WireRequest } from "#gateway/caller/wire-request.ts";
import { BadInput } from "./command.ts";

const REQUEST_LINE = /^([^ ]+) ([^ ]+) HTTP\/1\.[01]$/;

/** A request as text; lines may end in LF, as an editor leaves them. */
export function readRequestFile(
  text: string,
  file: string,
): { readonly wire: WireRequest; readonly hasContent: boolean } {
  const [head = "", ...body] = text.replaceAll("\r\n", "\n").split("\n\n");
  const [requestLine = "", ...lines] = head.trimEnd().split("\n");
  const [, method, url] = REQUEST_LINE.exec(requestLine) ?? [];
  if (method === undefined || url === undefined) {
    throw new BadInput(`${file} does not start with a request line, such as GET /v1/agreements HTTP/1.1.`);
  }
  const rawHeaders = lines.flatMap((line) => {
    const colon = line.indexOf(":");
    if (colon < 1) {
      throw new BadInput(`${file} has a header line that is not name: value.`);
    }
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { wire: readWireRequest({ method, url, rawHeaders }), hasContent: body.join("").trim() !== "" };
}
