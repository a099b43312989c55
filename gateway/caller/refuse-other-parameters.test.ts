import { expect, test } from "vitest";
import { HubError } from "#schemas/problems.ts";
import { refuseOtherParameters } from "./refuse-other-parameters.ts";

const asked = (...names: readonly string[]) => ({ query: new Map(names.map((name) => [name, "Secret"])) });

function refusal(query: ReturnType<typeof asked>, route: { readonly query?: readonly string[] }) {
  try {
    refuseOtherParameters(query, route);
    return null;
  } catch (error) {
    return error instanceof HubError ? { code: error.code, errors: error.extra["errors"] } : error;
  }
}

test("every parameter that the route does not read is named, and no value", () => {
  expect(refusal(asked("sort", "fields", "_count"), { query: ["fields"] })).toEqual({
    code: "validation-failed",
    errors: [
      { pointer: "/sort", message: "is no parameter; this call has fields" },
      { pointer: "/_count", message: "is no parameter; this call has fields" },
    ],
  });
});

test("a route that says nothing of parameters has none", () => {
  expect(refusal(asked("fields"), {})).toEqual({
    code: "validation-failed",
    errors: [{ pointer: "/fields", message: "is no parameter; this call has none" }],
  });
});

test("what the route reads passes", () => {
  expect(refusal(asked("fields"), { query: ["fields"] })).toBeNull();
  expect(refusal(asked(), {})).toBeNull();
});
