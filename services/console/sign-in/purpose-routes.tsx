import { Hono } from "hono";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { firstPageOf } from "../frame/menu.ts";
import { Csrf, page } from "../frame/page.tsx";
import { Button } from "../govuk/button.tsx";
import { Radios } from "../govuk/choices.tsx";
import { purposeLabel } from "../words/labels.ts";
import { WORDS } from "../words/words.ts";
import { purposesOfRole } from "./purposes-of-role.ts";
import { ownPath } from "./sign-in-routes.tsx";

/** Changing the purpose is a page of its own, never a toggle: everything after it is recorded for that purpose. */
export function purposeRoutes({ scheme }: Pick<ConsoleDependencies, "scheme">): Hono<ConsoleEnv> {
  const { title, hint, save, wrong } = WORDS.purposePage;
  return new Hono<ConsoleEnv>()
    .get("/purpose", (c) => c.html(choose(c.var.session, ownPath(c.req.query("then")), false)))
    .post("/purpose", async (c) => {
      const { session } = c.var;
      const form = await c.req.parseBody();
      const then = ownPath(typeof form["then"] === "string" ? form["then"] : undefined);
      const purpose = purposesOfRole(session.role).find((one) => one === form["chosen"]);
      if (purpose === undefined) return c.html(choose(session, then, true), 422);
      c.set("session", { ...session, purpose });
      return c.redirect(then === "/" ? firstPageOf(session.role) : then, 303);
    });

  function choose(session: ConsoleEnv["Variables"]["session"], then: string, isWrong: boolean) {
    const items = purposesOfRole(session.role).map((value) => ({
      value,
      text: purposeLabel(value),
      checked: value === session.purpose,
    }));
    return page({
      scheme,
      session,
      title,
      errors: isWrong ? [{ text: wrong, href: "#chosen" }] : [],
      children: (
        <form method="post" action="/purpose">
          <Csrf session={session} />
          <input type="hidden" name="then" value={then} />
          <h1 class="govuk-heading-l">{title}</h1>
          <Radios name="chosen" legend={hint} items={items} error={isWrong ? wrong : undefined} />
          <Button>{save}</Button>
        </form>
      ),
    });
  }
}
