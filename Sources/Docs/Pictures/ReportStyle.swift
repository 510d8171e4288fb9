/// The look of a report: readable on a phone and on paper, dark where the reader's system is. Beside the colours of shapes, text
/// has those of the site.
let reportStyle = """
    :root { --text: #1d2129; --muted: #5c6370; --line: #c9ced6; --back: #fff; --soft: #f5f6f8; }
    @media (prefers-color-scheme: dark) {
      :root { --text: #e3e6eb; --muted: #9aa2af; --line: #4a515d; --back: #15181d; --soft: #1f242b; }
    }
    * { box-sizing: border-box; }
    body { margin: 0; color: var(--text); background: var(--back); font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 68rem; margin: 0 auto; padding: 1rem; }
    h1, h2 { overflow-wrap: anywhere; }
    h1 { font-size: 1.6rem; margin: .5rem 0; }
    h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
    p { margin: .4rem 0; overflow-wrap: anywhere; }
    section { border-top: 1px solid var(--line); padding: 1.2rem 0; }
    .alarm { border: 3px solid \(PictureColor.vermilion.code); border-radius: 6px; padding: 1rem; margin: 1rem 0; }
    .picture { overflow-x: auto; margin: .5rem 0; }
    svg { display: block; max-width: 100%; min-width: 36rem; height: auto; font: 13px system-ui, sans-serif; fill: var(--text); }
    text { fill: var(--text); }
    text.muted { fill: var(--muted); }
    text.strong { font-weight: 600; }
    text.end { text-anchor: end; }
    text.middle { text-anchor: middle; }
    text.number { paint-order: stroke; stroke: var(--back); stroke-width: 3px; font-weight: 600; }
    .rule { stroke: var(--line); }
    .frame { fill: none; stroke: var(--line); }
    .doubtful { fill: none; stroke: \(PictureColor.vermilion.code); stroke-width: 2px; }
    .cross { fill: none; stroke: \(PictureColor.vermilion.code); stroke-width: 3px; }
    .ink { fill: var(--muted); }
    \(colors)
    @media (prefers-color-scheme: dark) { .blue { fill: \(PictureColor.sky.code); } }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
    th, td { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
    .right { text-align: right; }
    .short, .right { white-space: nowrap; }
    summary { cursor: pointer; color: var(--muted); }
    @media print {
      :root { --text: #000; --muted: #444; --line: #999; --back: #fff; --soft: #fff; }
      body { font-size: 11pt; }
      main { max-width: none; padding: 0; }
      section, tr, svg { break-inside: avoid; }
      .picture, .wide { overflow: visible; }
      svg { min-width: 0; }
    }
    """

private let colors = PictureColor.allCases.map { ".\($0.rawValue) { fill: \($0.code); }" }.joined(separator: "\n")
