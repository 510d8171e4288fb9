/// The look of the site: one column, readable on a phone, dark where the reader's system is.
let siteStyle = """
    :root { --text: #1d2129; --muted: #5c6370; --line: #dfe3e8; --back: #fff; --soft: #f5f6f8; --link: #0b57c4; }
    @media (prefers-color-scheme: dark) {
      :root { --text: #e3e6eb; --muted: #9aa2af; --line: #343a44; --back: #15181d; --soft: #1f242b; --link: #7db1ff; }
    }
    * { box-sizing: border-box; }
    body { margin: 0; color: var(--text); background: var(--back); font: 16px/1.55 system-ui, sans-serif; }
    header { border-bottom: 1px solid var(--line); padding: .8rem 0; position: sticky; top: 0; background: var(--back); }
    header a { font-weight: 600; text-decoration: none; }
    header a, main { display: block; max-width: 52rem; margin: 0 auto; padding: 0 1rem; }
    main { padding-bottom: 4rem; }
    a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
    code, pre { font: .92em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
    pre { background: var(--soft); border-radius: 6px; padding: .8rem 1rem; overflow-x: auto; overflow-wrap: normal; }
    h1 { font-size: 1.7rem; line-height: 1.25; margin: 1rem 0; }
    h2 { font-size: 1.05rem; margin: 0 0 .6rem; }
    h2 code { font-weight: 600; }
    h3 { font-size: .95rem; margin: 1.2rem 0 .4rem; }
    article { border-top: 1px solid var(--line); padding: 1.2rem 0 .6rem; scroll-margin-top: 3.2rem; }
    dl { margin: .6rem 0; }
    dt { margin-top: .5rem; }
    dd { margin: 0 0 0 1.4rem; color: var(--muted); }
    table { border-collapse: collapse; margin: .8rem 0; }
    th, td { border-bottom: 1px solid var(--line); padding: .35rem .8rem .35rem 0; text-align: left; vertical-align: top; }
    .index { display: grid; grid-template-columns: 13rem 1fr; gap: .3rem 1.2rem; }
    .index dt, .index dd { margin: 0; }
    .type, .source { color: var(--muted); font-size: .9em; overflow-wrap: anywhere; }
    nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1rem; list-style: none; margin: 1rem 0; padding: 0; }
    #search { width: 100%; padding: .6rem .8rem; font: inherit; color: inherit; background: var(--soft);
      border: 1px solid var(--line); border-radius: 6px; }
    #found { list-style: none; margin: .6rem 0; padding: 0; }
    #found li { padding: .2rem 0; }
    #found span { color: var(--muted); }
    @media (max-width: 34rem) { .index { display: block; } .index dd { margin: 0 0 .5rem; } }
    """
