package mail

import (
	"fmt"
	"html/template"
	"strings"
)

// Body is what a letter says. It is written as plain text and as HTML, which
// say the same; all of it is text, never markup.
type Body struct {
	Lang     string  `json:"lang"` // "vi" or "en"
	Greeting string  `json:"greeting"`
	Blocks   []Block `json:"blocks"`
	Foot     string  `json:"foot"` // who sends this and how to end it
}

// Block is a paragraph, a list or both, under a heading or none.
type Block struct {
	Title string `json:"title,omitempty"`
	Text  string `json:"text,omitempty"`
	Items []Item `json:"items,omitempty"`
	Link  Link   `json:"link"`
}

// Item is one line of a list.
type Item struct {
	Text string `json:"text"`
	Note string `json:"note,omitempty"`
	URL  string `json:"url,omitempty"` // of the program itself
}

// Link is an address of the program with its words.
type Link struct {
	Words string `json:"words,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Text is the letter as plain text.
func (b Body) Text() string {
	var out strings.Builder
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(&out, format+"\n", args...) }
	line("%s\n", b.Greeting)
	for _, k := range b.Blocks {
		if k.Title != "" {
			line("%s", k.Title)
		}
		if k.Text != "" {
			line("%s", k.Text)
		}
		for _, i := range k.Items {
			line("- %s", oneLine(i.Text))
			if i.Note != "" {
				line("  %s", i.Note)
			}
			if i.URL != "" {
				line("  %s", i.URL)
			}
		}
		if k.Link.URL != "" {
			line("%s: %s", k.Link.Words, k.Link.URL)
		}
		line("")
	}
	line("-- \n%s", b.Foot)
	return out.String()
}

// page uses nothing that has to be loaded, and styles that mail programs keep.
var page = template.Must(template.New("letter").Parse(`<!doctype html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"></head>
<body style="margin:0;padding:24px 12px;background:#f5f7fa;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1b2430">
<div style="max-width:600px;margin:0 auto;padding:20px 24px;background:#ffffff;border:1px solid #dbe2ea">
<p style="margin:0 0 16px">{{.Greeting}}</p>
{{range .Blocks}}{{with .Title}}<h2 style="margin:20px 0 8px;font-size:17px;color:#004b88">{{.}}</h2>
{{end}}{{with .Text}}<p style="margin:0 0 12px">{{.}}</p>
{{end}}{{with .Items}}<ul style="margin:0 0 12px;padding-left:20px">{{range .}}
<li style="margin:0 0 8px">{{if .URL}}<a href="{{.URL}}" style="color:#09589b">{{.Text}}</a>{{else}}{{.Text}}{{end}}{{with .Note}}<br><span style="color:#5a6675;font-size:14px">{{.}}</span>{{end}}</li>{{end}}
</ul>
{{end}}{{with .Link}}{{if .URL}}<p style="margin:0 0 16px"><a href="{{.URL}}" style="display:inline-block;padding:10px 16px;background:#004b88;color:#ffffff;text-decoration:none">{{.Words}}</a></p>
{{end}}{{end}}{{end}}<p style="margin:24px 0 0;padding-top:12px;border-top:1px solid #dbe2ea;font-size:14px;color:#5a6675">{{.Foot}}</p>
</div></body></html>
`))

// HTML is the letter as a page, everything in it escaped.
func (b Body) HTML() (string, error) {
	var out strings.Builder
	if err := page.Execute(&out, b); err != nil {
		return "", fmt.Errorf("write letter: %w", err)
	}
	return out.String(), nil
}
