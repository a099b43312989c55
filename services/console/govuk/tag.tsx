import type { Child } from "hono/jsx";

export type TagColour = "grey" | "green" | "purple" | "red" | "orange" | "yellow" | "blue";

export function Tag({ children, colour }: { readonly children?: Child; readonly colour?: TagColour }) {
  return <strong class={colour === undefined ? "govuk-tag" : `govuk-tag govuk-tag--${colour}`}>{children}</strong>;
}
