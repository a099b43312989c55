/** The words of the data protection officer's pages. */
export const AGREEMENT_WORDS = {
  list: {
    title: "Agreements",
    lead: "Nothing is shared unless a clause in force here allows it.",
    open: "Being drafted, signed or started",
    noneOpen: "No change is under way. When somebody drafts one that you are party to, it is here.",
    all: "All agreements you are party to",
    noneStanding: "No agreement of yours is in force, so nothing is shared with or by your agency.",
    over: "Ended and replaced",
    version: "version",
    draftVersion: "draft version",
    readChanges: "Read the changes",
    of: "of",
    whatIsShared: "What is shared",
    rules: "Rules as sentences",
    history: "History",
    dates: (from: string, to: string) => `From ${from}. Ends ${to}.`,
  },
} as const;
