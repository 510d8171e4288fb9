/// Filters the index while a reader types. Without it the page is still complete.
let siteScript = """
    const search = document.getElementById("search");
    const found = document.getElementById("found");
    const chapters = document.getElementById("chapters");
    search.addEventListener("input", () => {
      const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
      const rank = ([name]) => {
        const last = name.split(/[.:]/).pop().toLowerCase();
        return last === words[0] ? name.length / 100 : last.startsWith(words[0]) ? 1 : 2;
      };
      const rows = words.length === 0 ? [] : names
        .filter(([name, , text]) => words.every((word) => (name + " " + text).toLowerCase().includes(word)))
        .sort((a, b) => rank(a) - rank(b)).slice(0, 40);
      chapters.hidden = words.length > 0;
      found.replaceChildren(...rows.map(([name, address, text]) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const note = document.createElement("span");
        link.href = address;
        link.textContent = name;
        note.textContent = " " + text;
        item.append(link, note);
        return item;
      }));
      if (words.length > 0 && rows.length === 0) found.textContent = "Nothing has this name.";
    });
    search.addEventListener("keydown", (event) => {
      const first = found.querySelector("a");
      if (event.key === "Enter" && first) location.href = first.href;
    });
    """
