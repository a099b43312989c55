import { Csrf } from "../frame/page.tsx";
import { Button } from "../govuk/button.tsx";
import type { Session } from "../session/session.ts";
import { dayAndTime } from "../words/dates.ts";
import { VERSION_WORDS as WORDS } from "../words/version-words.ts";
import { partyLabel } from "./agreement-text.ts";
import type { VersionView } from "./version-view.ts";

type HistoryProps = VersionView & { readonly now: Date; readonly session: Session };

/** What happened to a version, newest first, who did it, and the way back to it where it is no longer the one in force. */
export function History({ version, text, at, now, session }: HistoryProps) {
  const isPast = ["superseded", "expired", "terminated"].includes(version.state);
  return (
    <section id="history">
      <h2 class="govuk-heading-m">{WORDS.history}</h2>
      <ol class="app-time">
        {version.events.toReversed().map(({ kind, at: when, party, actor, detail }) => (
          <li>
            <h3>{WORDS.event(kind)}</h3>
            <p>
              {dayAndTime(new Date(when), now)}, {WORDS.by} {party === null ? WORDS.hub : partyLabel(text, party)}
              {actor === null ? "" : ` (${actor})`}
            </p>
            {wordsOf(detail).map((words) => (
              <p>“{words}”</p>
            ))}
          </li>
        ))}
      </ol>
      {isPast ? (
        <form method="post" action={`${at}/again`}>
          <Csrf session={session} />
          <p class="govuk-body">{WORDS.againHint}</p>
          <Button kind="secondary">{WORDS.again}</Button>
        </form>
      ) : null}
    </section>
  );
}

/** What somebody wrote: a reason or a note. */
function wordsOf(detail: { readonly [name: string]: unknown }): readonly string[] {
  return ["reason", "note"].flatMap((name) => (typeof detail[name] === "string" ? [detail[name]] : []));
}
