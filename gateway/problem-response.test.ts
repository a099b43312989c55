import { expect, test } from "vitest";
import { HubError, PROBLEM_STATUS, type ProblemCode } from "#schemas/problems.ts";
import { problemResponse } from "./problem-response.ts";
import { PROBLEM_TITLES } from "./problem-titles.ts";

const CODES = Object.keys(PROBLEM_STATUS) as readonly ProblemCode[];

test.each(CODES)("%s is answered with its status and its one wording", async (code) => {
  const response = problemResponse(new HubError(code, "for the log only"), "r-1", "https://hub.example");
  expect(response.status).toBe(PROBLEM_STATUS[code]);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toEqual({
    type: `https://hub.example/problems/${code}`,
    title: PROBLEM_TITLES[code],
    status: PROBLEM_STATUS[code],
    code,
    request_id: "r-1",
  });
});

test.each([
  new Error("Dana Marsh, born 1990-01-01"),
  new TypeError("secret"),
  "secret",
  null,
  { code: "not-found", extra: { hint: "secret" } },
])("an error of any other kind says nothing of itself", async (error) => {
  const response = problemResponse(error, "r-1");
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    type: "/problems/internal-error",
    title: PROBLEM_TITLES["internal-error"],
    status: 500,
    code: "internal-error",
    request_id: "r-1",
  });
});

test("what is for the caller is added, and cannot speak for the rest", async () => {
  const extra = { hint: "sign again", hub_time: "2026-11-22T09:15:00Z", code: "ok", status: 200, request_id: "x" };
  const response = problemResponse(new HubError("signature-stale", "log", { extra }), "r-1");
  expect(await response.json()).toMatchObject({
    code: "signature-stale",
    status: 401,
    request_id: "r-1",
    hint: "sign again",
    hub_time: "2026-11-22T09:15:00Z",
  });
});

test("a caller that may come again is told when", () => {
  const retryAfter = (code: ProblemCode, extra = {}) =>
    problemResponse(new HubError(code, "log", { extra }), "r").headers.get("retry-after");
  expect(retryAfter("log-unavailable")).toBe("5");
  expect(retryAfter("quota-exceeded", { retry_after: 60 })).toBe("60");
  expect(retryAfter("not-found")).toBeNull();
});

test("a method that is known, but not on this path, is 405 and says which are", () => {
  const here = problemResponse(new HubError("method-not-allowed", "log", { extra: { allow: ["GET", "PUT"] } }), "r");
  expect([here.status, here.headers.get("allow")]).toEqual([405, "GET, PUT"]);
  expect(problemResponse(new HubError("method-not-allowed", "log"), "r").status).toBe(400);
});
