import { expect, test } from "vitest";
import { parseBusAddress } from "./bus-address.ts";

test("one address without a user", () => {
  expect(parseBusAddress("nats://127.0.0.1:41234")).toEqual({
    servers: ["127.0.0.1:41234"],
    isEncrypted: false,
    credentials: null,
  });
});

test("several servers, encrypted, with a user and an awkward password", () => {
  expect(parseBusAddress("tls://core:9%40word@a.example, tls://core:9%40word@b.example:4333")).toEqual({
    servers: ["a.example:4222", "b.example:4333"],
    isEncrypted: true,
    credentials: { user: "core", pass: "9@word" },
  });
});

test("a token", () => {
  expect(parseBusAddress("nats://s3cret@[::1]:4222")).toEqual({
    servers: ["[::1]:4222"],
    isEncrypted: false,
    credentials: { token: "s3cret" },
  });
});
