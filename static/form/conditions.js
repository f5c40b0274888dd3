"use strict";

// Conditions and the routing path, as the server has them: the journeys "server and phone agree on …" of
// tests/browser run the same cases through both.
// A condition is a tree of one-key objects. It is true (1), false (-1) or, for want of an answer, unknown (0),
// so that "all" is the least of its parts, "any" the greatest and "not" the contrary sign.

const COMPARE = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

// Stands for the answer to a question that has not come yet.
const PENDING = {};

// `hope` is what stands for a part that turns on a question still to come: the best of it gives what the whole
// can become at most.
function truth(tree, arms, answer, hope) {
  const kind = Object.keys(tree)[0];
  const parts = tree[kind];
  const each = (part) => truth(part, arms, answer, hope);
  if (kind === "all") return Math.min(1, ...parts.map(each));
  if (kind === "any") return Math.max(-1, ...parts.map(each));
  if (kind === "not") return 0 - truth(parts, arms, answer, -hope);
  if (kind === "arm") return arms[parts[0]] === parts[1] ? 1 : -1;
  const given = answer(kind === "answered" ? parts : parts[0]);
  if (given === PENDING) return hope;
  if (kind === "answered") return given === undefined ? -1 : 1;
  if (kind === "chosen") {
    if (given === undefined || typeof given === "string") return 0;
    return (Array.isArray(given) ? given.includes(parts[1]) : given.beside === parts[1]) ? 1 : -1;
  }
  // A date is compared as it is written; a text, several choices and a choice beside are not compared.
  const value = given && given.date ? given.date : typeof given === "number" ? given : undefined;
  if (value === undefined || typeof value !== (kind === "in" ? "number" : typeof parts[2])) return 0;
  return (kind === "in" ? parts[1].includes(value) : COMPARE[parts[1]](value, parts[2])) ? 1 : -1;
}

// The questions asked, in order, and the one whose answer ended the interview. Answers to questions that
// are not asked count as not given.
function route(questions, arms, answers) {
  const asked = [];
  const given = (id) => (asked.includes(id) ? answers[id] : undefined);
  for (const { id, ask, end } of questions) {
    if (ask && truth(ask, arms, given) !== 1) continue;
    asked.push(id);
    if (end && answers[id] !== undefined && truth(end, arms, given) === 1) return { asked, ended: id };
  }
  return { asked, ended: null };
}

// How many questions the path can have at most, whatever is answered to those not seen yet. What was skipped stays
// unknown for good: nothing can come of it.
function longest(questions, arms, answers, seen) {
  const possible = [];
  const given = (id) => {
    if (!possible.includes(id)) return undefined;
    return answers[id] === undefined && !seen.includes(id) ? PENDING : answers[id];
  };
  for (const { id, ask } of questions) if (!ask || truth(ask, arms, given, 1) === 1) possible.push(id);
  return possible.length;
}
