const LONDON_DAY = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/London",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

const DATE = /^(\d{4})-(\d{2}-\d{2})$/;

/** The band a person's age falls in on the day it is in London; undefined for a date that is none or lies ahead. */
export function ageBandAt(dateOfBirth: string, now: Date): string | undefined {
  const born = DATE.exec(dateOfBirth);
  const today = DATE.exec(LONDON_DAY.format(now));
  if (born === null || today === null) {
    return undefined;
  }
  // Somebody born on 29 February comes of age on 1 March of a common year.
  const hadBirthday = (today[2] ?? "") >= (born[2] ?? "");
  const age = Number(today[1]) - Number(born[1]) - (hadBirthday ? 0 : 1);
  return bandOf(age);
}

function bandOf(age: number): string | undefined {
  if (age < 0) {
    return undefined;
  }
  if (age < 25) {
    return age < 18 ? "under-18" : "18-24";
  }
  const lowest = age - (age % 5);
  return `${lowest}-${lowest + 4}`;
}
