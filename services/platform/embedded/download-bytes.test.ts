import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { downloadBytes, redirected } from "./download-bytes.ts";

const WHOLE = "a whole release";

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const download = (address: string, bytesMax = 1_000) => downloadBytes(address, { timeoutMs: 400, bytesMax });

test("what is there comes whole, over redirects too", async () => {
  const origin = await serve(({ url }, response) => {
    if (url === "/release") response.writeHead(302, { location: "/elsewhere" }).end("moved");
    else if (url === "/elsewhere")
      response.writeHead(307, { location: `http://${response.req.headers.host}/there` }).end();
    else response.end(WHOLE);
  });

  expect((await download(`${origin}/release`)).toString()).toBe(WHOLE);
});

test.each<[string, RequestListener, string]>([
  ["nothing there", (_, response) => response.writeHead(404).end("no"), "the download answered 404"],
  ["a server in trouble", (_, response) => response.writeHead(503).end(), "the download answered 503"],
  [
    "a redirect without end",
    ({ url }, response) => response.writeHead(302, { location: `${url}x` }).end(),
    "the download was redirected more than 5 times",
  ],
  [
    "a redirect to another kind of address",
    (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    "the download was redirected to where it may not go",
  ],
  [
    "a body that breaks off",
    (_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setImmediate(() => response.destroy());
    },
    "the download broke off after",
  ],
  [
    "more than any release",
    (_, response) => response.end(Buffer.alloc(2_000)),
    "the download is larger than it can be",
  ],
  ["no answer in time", () => undefined, "the download took longer than 0.4 s"],
  [
    "a body that never ends",
    (_, response) => void response.write("a beginning"),
    "the download took longer than 0.4 s",
  ],
])("%s is one plain sentence", async (_what, answer, sentence) => {
  await expect(download(await serve(answer))).rejects.toThrow(sentence);
});

test("an address where nobody listens cannot be reached", async () => {
  await expect(download("http://127.0.0.1:9/release")).rejects.toThrow("127.0.0.1:9 cannot be reached");
});

test("a redirect never leads from https to http", () => {
  expect(redirected("https://a.example/x", "https://b.example/y")).toBe("https://b.example/y");
  expect(redirected("https://a.example/x/z", "../y")).toBe("https://a.example/y");
  expect(() => redirected("https://a.example/x", "http://a.example/x")).toThrow("to where it may not go");
  expect(() => redirected("https://a.example/x", "http://[")).toThrow("to where it may not go");
});
