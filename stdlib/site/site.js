// Searches the reference, copies examples, and brings the place in the list of contents into view. Without it the pages are
// complete. `searched` is what search.js holds.
"use strict";

// Words are compared as `cph doc --search` does: Sources/Docs/Search/SearchWords.swift.
const stem = (word) => {
  if (word.length <= 3) return word;
  if (word.endsWith("ies")) word = word.slice(0, -3) + "y";
  else if (word.endsWith("s") && !word.endsWith("ss")) word = word.slice(0, -1);
  const ending = word.length > 5 ? ["ing", "ed"].find((end) => word.endsWith(end)) : undefined;
  if (ending) word = word.slice(0, -ending.length).replace(/([pntgrm])\1$/, "$1");
  return word.length > 4 && word.endsWith("e") ? word.slice(0, -1) : word;
};
// A name is one word, and what only looks like one is its parts.
const parts = (word) => word.split(/[^\p{L}\p{N}_]+/u).filter(Boolean).flatMap((piece) => {
  const pieces = piece.split("_").filter(Boolean).map(stem);
  return pieces.length > 1 ? [stem(piece), ...pieces] : pieces;
});
const asked = (text) => {
  const words = text.split(/\s+/)
    .map((word) => stem(word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""))).filter(Boolean)
    .flatMap((word) => Object.hasOwn(searched.words, word) ? [word] : parts(word));
  const large = words.filter((word) => !searched.small.includes(word));
  return large.length === 0 ? words : large;
};
const share = (word, other) => {
  if (other === word) return 3;
  if (word.length < 2) return 0;
  if (other.startsWith(word)) return 2;
  return word.length > 2 && other.includes(word) ? 1 : 0;
};

/** The best weight of a word on each page that has to do with it. */
const best = (word) => {
  const weights = new Map();
  for (const [other, lists] of Object.entries(searched.words)) {
    const thirds = share(word, other);
    if (thirds === 0) continue;
    for (const list of lists.split(" ")) {
      const [weight, pages] = list.split(":");
      const value = Math.floor(weight * thirds / 3);
      if (value > 0) for (const page of pages.split(",")) weights.set(page, Math.max(weights.get(page) ?? 0, value));
    }
  }
  return weights;
};

/** The pages that have to do with what somebody typed, the best first, each as `[name, address, summary]`. */
const find = (text) => {
  const words = asked(text);
  const found = new Map();
  for (const word of words) {
    for (const [number, weight] of best(word)) {
      const entry = found.get(number) ?? { score: 0, count: 0 };
      found.set(number, { score: entry.score + weight, count: entry.count + 1 });
    }
  }
  const ranks = [...found].map(([number, { score, count }]) => {
    const page = searched.pages[number];
    return { page, rank: score + page[3] + page[4] * (count - 1) - searched.missing * (words.length - count) };
  });
  const most = ranks.reduce((most, { rank }) => Math.max(most, rank), 0);
  return ranks.filter(({ rank }) => rank > 0 && rank * 4 >= most)
    .sort((one, other) => other.rank - one.rank || one.page[5] - other.page[5]).map(({ page }) => page);
};

const form = document.getElementById("search");
const words = document.getElementById("words");
const results = document.getElementById("results");
const list = document.getElementById("found");
const shown = 30;

const item = ([name, address, summary]) => {
  const [row, link, note] = ["li", "a", "span"].map((element) => document.createElement(element));
  link.href = address;
  note.textContent = summary;
  link.append(name, note);
  row.append(link);
  return row;
};
const show = () => {
  const pages = find(words.value);
  results.hidden = words.value.trim() === "";
  list.replaceChildren(...pages.slice(0, shown).map(item));
  document.getElementById("count").textContent = pages.length === 0 ? "Nothing has to do with this."
    : `${pages.length} ${pages.length === 1 ? "page" : "pages"}${pages.length > shown ? `, the best ${shown}:` : ""}`;
};
const close = () => { results.hidden = true; };

form.hidden = false;
words.addEventListener("input", show);
words.addEventListener("focus", show);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.click();
});
list.addEventListener("click", close);
form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
form.addEventListener("keydown", (event) => {
  const links = [words, ...list.querySelectorAll("a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !results.hidden) {
    event.preventDefault();
    links[(links.indexOf(document.activeElement) + step + links.length) % links.length].focus();
  } else if (event.key === "Escape") {
    words.value = "";
    close();
    words.focus();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea")) return;
  event.preventDefault();
  words.focus();
});

// Of lines with a prompt, what is typed behind it; of all others everything.
const copied = (text) => {
  const typed = text.split("\n").filter((line) => line.startsWith("$ ")).map((line) => line.slice(2));
  return typed.length > 0 ? typed.join("\n") : text;
};
for (const code of document.querySelectorAll(".code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(copied(code.querySelector("code").textContent) + "\n");
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code.querySelector("code"));
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  code.append(button);
}

const contents = document.getElementById("contents");
const here = contents.querySelector("[aria-current]");
if (here) contents.scrollTop = here.offsetTop - contents.clientHeight / 2;
