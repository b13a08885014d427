# Markdown: one folder per command, front matter, sections.
$ step help --markdown docs
$ cat docs/context/remove/README.mdx
---
layout: auto-doc
category: reference
title: step context remove
menu:
  docs:
    parent: step context
---

\## Name
**step context remove** -- remove a context and all associated configuration

\## Usage

```raw
step context remove <name> [--force]
```

\## Description

**step context remove** deletes a context. [...]
[*]
\## Positional arguments

`name`
The context to remove.

\## Options

**-f**, **--force**
Delete without asking, also folders that hold certificates and keys.

\## Examples

```shell
\$ step context remove alpha-one
```
$ sed -n 1,13p docs/context/README.mdx
---
layout: auto-doc
category: reference
title: step context
menu:
  docs:
    parent: step
    children:
      - current
      - list
      - remove
      - select
---
$ grep -A7 '^## Commands' docs/context/README.mdx
\## Commands

| Name | Usage |
|---|---|
| **[current](current/)** | [...] |
| **[list](list/)** | list available certificate authority contexts |
| **[remove](remove/)** | remove a context and all associated configuration |
| **[select](select/)** | select the default certificate authority context |
$ grep -A4 '^## Usage' docs/README.mdx
\## Usage

```raw
step <command> [arguments]
```
$ stat -c %a docs docs/context docs/README.mdx
755
755
644

# HTML: the same pages, a style sheet; the report counts words.
$ step help --html site --report
$ ls site/context/index.html site/style.css site/report.json
site/context/index.html
site/report.json
site/style.css
$ grep -c 'href="remove/"' site/context/index.html
1
$ grep -A1 'Usage' site/context/remove/index.html
<h2>Usage</h2>
<pre><code>step context remove &lt;name&gt; [--force]
$ head -13 site/report.json
{
  "report": [
    {
      "command": "step",
      "name": "Name",
      "text": "step -- plumbing for distributed systems",
      "words": 6,
      "lines": 1,
      "sections": [
        {
          "command": "step",
          "name": "Usage",
          "text": "step command [arguments]",
$ step help --html other && ls other/report.json
ls: cannot access 'other/report.json': No such file or directory
? 2

# Manual pages, which groff takes without a complaint.
$ step help --man man
$ head -3 man/step-context-remove.1
.TH STEP\-CONTEXT\-REMOVE 1 "" "step [WORD]" "step manual"
.SH NAME
step\-context\-remove \- remove a context and all associated configuration
$ for page in man/*.1; do groff -Kutf8 -man -Tutf8 -ww -z "$page"; done

# Served to a browser.
$ port=$(free_port); background help step help --http "127.0.0.1:$port"; wait_for_port "$port"; wait_for_line help Serving
$ cat "$T_RUN/help.log"
Serving HTTP on 127.0.0.1:[PORT] ...
$ curl -s "http://127.0.0.1:$port/context/remove/" | grep -o '<title>.*</title>'
<title>step context remove</title>
$ curl -s "http://127.0.0.1:$port/" | grep -o '<title>.*</title>'
<title>step</title>
$ curl -s -o /dev/null -w '%{http_code} %{content_type}\n' "http://127.0.0.1:$port/style.css"
200 text/css
$ curl -s -o /dev/null -w '%{http_code}\n' "http://127.0.0.1:$port/context/nothing/"
404
$ step help --http=
'step help' requires the '--http' flag
? 1
$ step help --markdown >/dev/null
flag needs an argument: -markdown
? 1
