import { Csrf } from "../frame/page.tsx";
import { Button } from "../govuk/button.tsx";
import { Textarea } from "../govuk/text-fields.tsx";
import type { Session } from "../session/session.ts";
import { VERSION_WORDS } from "../words/version-words.ts";
import type { VersionView } from "./version-view.ts";

const WORDS = VERSION_WORDS.stop;

type StopProps = VersionView & {
  readonly session: Session;
  readonly error?: string | undefined;
  readonly words?: string;
};

/** Stopping is every party's right: one reason, one button, nobody else's leave. */
export function StopForm({ version, at, session, error, words = "" }: StopProps) {
  const hasSuspended = version.suspensions.some(({ party }) => party === session.agency);
  if (!hasSuspended && !["active", "suspended"].includes(version.state)) return null;
  return (
    <section id="stop" class="app-noprint">
      <h2 class="govuk-heading-m">{WORDS.title}</h2>
      <form method="post" action={`${at}/suspension`}>
        <Csrf session={session} />
        <p class="govuk-body">{hasSuspended ? WORDS.resumeLead : WORDS.lead}</p>
        <Textarea id="reason" label={WORDS.why} hint={WORDS.hint} rows={3} value={words} error={error} />
        {hasSuspended ? (
          <Button name="resume" value="yes">
            {WORDS.resume}
          </Button>
        ) : (
          <Button kind="warning">{WORDS.suspend}</Button>
        )}
      </form>
    </section>
  );
}
