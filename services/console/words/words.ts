/**
 * Every word the console says itself. What agreements say is in their own words, and what is told of facts, forms and roles
 * comes from policies/words. A second language is a second file of this shape.
 */
export const WORDS = {
  product: "Concordat",
  skip: "Skip to main content",
  menu: "Menu",
  signedInAs: "Signed in as",
  purpose: "Purpose:",
  change: "Change",
  changePurposeHidden: " purpose",
  signOut: "Sign out",
  recorded: "What you open here is recorded with your name and purpose.",
  onlyPartners: "Only people named by a partner agency may sign in. Use is recorded.",
  whatIsRecorded: "What is recorded",
  idle: {
    warning: "You will be signed out in 2 minutes because nothing has been used.",
    stay: "Stay signed in",
    over: "You have been signed out. Sign in again to go on.",
  },
  problem: "There is a problem",
  error: "Error:",
  nothing: {
    title: "There is nothing here that you can see",
    text: "Either it does not exist, or it is not shared with you. This page is the same in both cases.",
    way: "If you expected something, check the address, or ask the agency that leads the case. Your data protection officer can tell you what your agency is given.",
    home: "Go to your first page",
  },
  failed: {
    title: "Nothing can be shown just now",
    text: "The hub could not answer. Nothing was changed, and nothing can be shown that could not be recorded.",
    way: "Try again in a few minutes. If it goes on, tell whoever runs the hub, with the time:",
  },
  forged: {
    title: "That form is out of date",
    text: "It did not come from a page of your present session, so nothing was done.",
    way: "Go back, load the page again and send it once more.",
  },
  signIn: {
    title: "Sign in",
    lead: (scheme: string) =>
      `Concordat lets the agencies of ${scheme} share what their agreement allows, and nothing else.`,
    button: "Continue to your agency’s sign-in",
    next: "What happens next",
    steps: [
      "Your agency checks who you are. Concordat never sees your password.",
      "You choose the purpose you are working for. You see only what it allows.",
      "What you open is recorded with your name and purpose.",
      "You are signed out after 15 minutes without use.",
    ],
    madeUp: "Made-up sign-ins for this demonstration",
    madeUpText: "Nobody here exists. Choose one to look round; no password is needed.",
    out: "You are signed out",
    outText: "Nothing of yours is kept in this browser.",
    again: "Sign in again",
    refused: "You could not be signed in",
    refusedText:
      "Your agency’s sign-in answered, and what it said does not give you a place here. Nothing was recorded about you but the time.",
    refusedWay:
      "Try again. If it goes on, ask whoever looks after sign-ins at your agency to give you a role in Concordat.",
    unreachable: "Your agency’s sign-in cannot be reached",
    unreachableText: "Concordat has no other way to know who you are. Try again in a few minutes.",
    otherPerson: "Somebody else signed in, so nothing was signed and you are signed out.",
  },
  purposePage: {
    title: "Choose what you are working for",
    hint: "You see what agreements allow for this purpose, and it is recorded with everything you open.",
    save: "Save and continue",
    wrong: "Choose one of the purposes",
  },
  recordedPage: {
    title: "What is recorded",
    points: [
      "Each page that shows information about a person is recorded: the time, your reference, your agency, your purpose, and which kinds of information were shown. The values themselves are not copied into the record.",
      "Requests that were not given are recorded too.",
      "Data protection officers can see entries about information that their own agency gave or received. Looking at the record is recorded as well.",
      "The record shows that sharing was lawful. It may not be used to measure staff (Data Protection Act 2018, section 62).",
    ],
  },
} as const;
