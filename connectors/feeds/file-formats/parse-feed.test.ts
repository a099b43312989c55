import { describe, expect, test } from "vitest";
import { parseCsvWithHeader, parseCsvWithoutHeader } from "./csv.ts";
import { decodeFeedText } from "./feed-text.ts";
import { parseJsonArray, parseNdjson } from "./json.ts";
import type { ParsedFile } from "./parsed-row.ts";
import { parseXml } from "./xml.ts";

/** Lines of the rows, and `line:CODE` of the problems. */
function outline<Row>(file: ParsedFile<Row>): readonly (string | number)[] {
  return "problem" in file
    ? [file.problem.code]
    : [...file.rows].map((row) => ("problem" in row ? `${row.line}:${row.problem.code}` : row.line));
}

function rowsOf<Row>(file: ParsedFile<Row>): readonly Row[] {
  return "problem" in file ? [] : [...file.rows].flatMap((row) => ("row" in row ? [row.row] : []));
}

describe("encodings", () => {
  const bytes = (...parts: (number[] | string)[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));

  test.each([
    ["UTF-8", bytes("Siân")],
    ["UTF-8 with a byte order mark", bytes([0xef, 0xbb, 0xbf], "Siân")],
    ["UTF-16 little-endian with its mark", Buffer.concat([bytes([0xff, 0xfe]), Buffer.from("Siân", "utf16le")])],
    ["UTF-16 big-endian with its mark", bytes([0xfe, 0xff, 0, 0x53, 0, 0x69, 0, 0xe2, 0, 0x6e])],
  ])("%s is read", (_name, file) => {
    expect(decodeFeedText(file)).toBe("Siân");
  });

  test.each([
    ["a Latin-1 file", bytes([0x53, 0x69, 0xe2, 0x6e])],
    ["a file cut in the middle of a character", bytes([0x53, 0xc3])],
    ["UTF-16 without its mark", Buffer.from("Sian", "utf16le")],
    ["half a surrogate in UTF-16", bytes([0xff, 0xfe, 0x00, 0xd8])],
  ])("%s is refused as a whole", (_name, file) => {
    expect(decodeFeedText(file)).toMatchObject({ code: "INVALID_ENCODING", kind: "error" });
  });
});

describe("CSV", () => {
  const header = ["REF", "NAME", "NOTE"];
  const read = (text: string) => parseCsvWithHeader(text, header);

  test("rows are cells by name, with quotes, commas, line breaks and CRLF", () => {
    const text = 'REF,NAME,NOTE\r\n1,Ash,"said ""no"", twice"\r\n2,"Bren\r\nnan",\r\n\r\n3,Cart,x\r\n';
    expect(rowsOf(read(text))).toEqual([
      { REF: "1", NAME: "Ash", NOTE: 'said "no", twice' },
      { REF: "2", NAME: "Bren\nnan", NOTE: "" },
      { REF: "3", NAME: "Cart", NOTE: "x" },
    ]);
    expect(outline(read(text))).toEqual([2, 3, 6]);
  });

  test.each([
    ["absent", "1,Ash,x\n2,Brennan,y\n"],
    ["of another feed", "REF,SURNAME,NOTE\n1,Ash,x\n"],
    ["with a column too many", "REF,NAME,NOTE,MORE\n1,Ash,x,y\n"],
    ["missing with everything else", ""],
  ])("a header %s refuses the file", (_name, text) => {
    expect(outline(read(text))).toEqual(["INVALID_HEADER"]);
  });

  test("a quote left open costs its own line, and the rows after it go on", () => {
    expect(outline(read('REF,NAME,NOTE\n1,Ash,x\n2,"Brennan,y\n3,Cart,z\n4,Dun,w\n'))).toEqual([
      2,
      "3:MALFORMED_RECORD",
      4,
      5,
    ]);
  });

  test("a quote left open that meets a later one does not swallow the rows between", () => {
    expect(outline(read('REF,NAME,NOTE\n1,"Ash,x\n2,Brennan,y\n3,"Cart,z\n4,Dun,w\n'))).toEqual([
      "2:MALFORMED_RECORD",
      3,
      "4:MALFORMED_RECORD",
      5,
    ]);
  });

  test("a file cut in its last row loads the rows before it", () => {
    expect(outline(read('REF,NAME,NOTE\n1,Ash,x\n2,"Bre'))).toEqual([2, "3:MALFORMED_RECORD"]);
    expect(outline(read("REF,NAME,NOTE\n1,Ash,x\n2,Bre"))).toEqual([2, "3:INVALID_COLUMN_COUNT"]);
  });

  test("a misplaced quote is an error of its line", () => {
    expect(outline(read('REF,NAME,NOTE\n1,A"s"h,x\n2,Brennan,y\n'))).toEqual(["2:MALFORMED_RECORD", 3]);
  });

  test("a column named as a member of every object stays a cell", () => {
    const [row] = rowsOf(parseCsvWithHeader("__proto__,A\nx,y\n", ["__proto__", "A"]));
    expect(Object.entries(row ?? {})).toEqual([
      ["__proto__", "x"],
      ["A", "y"],
    ]);
  });

  test("without a header every line is a row, however many cells it has", () => {
    expect(rowsOf(parseCsvWithoutHeader('a,b,"c,d"\n1,2\n'))).toEqual([
      ["a", "b", "c,d"],
      ["1", "2"],
    ]);
  });
});

describe("JSON", () => {
  test("elements of an array count from 1", () => {
    const text = ' [ {"a": "x, ] }"}, {"b": [1, {"c": "\\""}]} ] ';
    expect(rowsOf(parseJsonArray(text))).toEqual([{ a: "x, ] }" }, { b: [1, { c: '"' }] }]);
    expect(outline(parseJsonArray(text))).toEqual([1, 2]);
  });

  test.each([
    ["an empty array", "[ ]", []],
    ["an array cut short", '[{"a":1},{"b":', [1, "2:MALFORMED_RECORD"]],
    ["an array never closed", '[{"a":1}', ["1:MALFORMED_RECORD"]],
    ["an array cut inside a string", '[{"a":1},{"b":"x,{', [1, "2:MALFORMED_RECORD"]],
    ["a broken element among good ones", '[{"a":1},{"b":},{"c":3}]', [1, "2:MALFORMED_RECORD", 3]],
    ["a trailing comma", '[{"a":1},]', [1, "2:MALFORMED_RECORD"]],
    ["text after the array", '[{"a":1}] {"b":2}', [1, "2:MALFORMED_RECORD"]],
    ["elements that are not objects", '[1,"x",null,[{}]]', [1, 2, 3, 4].map((line) => `${line}:MALFORMED_RECORD`)],
    ["an object in place of an array", '{"a":1}', ["MALFORMED_RECORD"]],
    ["nothing", "", ["MALFORMED_RECORD"]],
  ])("%s", (_name, text, expected) => {
    expect(outline(parseJsonArray(text))).toEqual(expected);
  });

  test("a line of NDJSON holds one object and nothing else", () => {
    const text = '{"a":1}\n{"b":2} {"c":3}\n\n{"d":"cut sho\n[1]\n{"e":5}\n';
    expect(outline(parseNdjson(text))).toEqual([
      1,
      "2:MALFORMED_RECORD",
      "4:MALFORMED_RECORD",
      "5:MALFORMED_RECORD",
      6,
    ]);
  });

  test.each(["__proto__", "constructor", "prototype"])("a member named %s is refused at any depth", (name) => {
    expect(outline(parseNdjson(`{"a":[{"${name}":{"admin":true}}]}\n{"b":1}`))).toEqual(["1:MALFORMED_RECORD", 2]);
    expect(Reflect.get({}, "admin")).toBeUndefined();
  });

  test.each([
    ["the same member twice", '{"a":1,"a":2}'],
    ["half a surrogate", '{"a":"\\ud800"}'],
    ["a NUL character", '{"a":"\\u0000"}'],
    ["a number that no double holds", '{"a":1e999}'],
  ])("a record with %s is refused", (_name, json) => {
    expect(outline(parseNdjson(`${json}\n{"b":1}`))).toEqual(["1:MALFORMED_RECORD", 2]);
  });

  test("a record nested without end is refused, not followed", () => {
    const deep = `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    expect(outline(parseNdjson(`${deep}\n{"b":1}`))).toEqual(["1:MALFORMED_RECORD", 2]);
  });
});

describe("XML", () => {
  const read = (text: string) => parseXml(text, "Record");

  test("records are elements with attributes, children and text", () => {
    const file = read(
      '<?xml version="1.0" encoding="UTF-8"?><Return><Record><Name>Si&#226;n &amp; co</Name><Order code="YRO"/></Record></Return>',
    );
    expect(rowsOf(file)).toEqual([
      {
        name: "Record",
        attributes: {},
        children: [
          { name: "Name", attributes: {}, children: [], text: "Siân & co" },
          { name: "Order", attributes: { code: "YRO" }, children: [], text: "" },
        ],
        text: "",
      },
    ]);
  });

  test.each([
    ["a document type", "<!DOCTYPE r><r><Record/></r>"],
    ["an external document type", '<!DOCTYPE r SYSTEM "http://169.254.169.254/x.dtd"><r><Record/></r>'],
    [
      "an entity bomb",
      '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><r><Record>&c;</Record></r>',
    ],
    ["an external entity", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><Record>&x;</Record></r>'],
    ["an entity of nobody, after good records", "<r><Record/><Record>&x;</Record></r>"],
  ])("%s refuses the whole file", (_name, text) => {
    expect(outline(read(text))).toEqual(["XML_NOT_ACCEPTED"]);
  });

  test("a file cut short loads the records before the cut", () => {
    expect(outline(read("<r><Record/><Record><Na"))).toEqual([1, "2:MALFORMED_RECORD"]);
  });

  test("elements nested without end are refused, not followed", () => {
    expect(outline(read(`<r><Record/>${"<a>".repeat(40)}`))).toEqual([1, "2:MALFORMED_RECORD"]);
  });

  test("an encoding that the file does not have is refused", () => {
    expect(outline(read('<?xml version="1.0" encoding="ISO-8859-1"?><r><Record/></r>'))).toEqual(["INVALID_ENCODING"]);
  });
});
