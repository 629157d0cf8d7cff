package main

import "giaoban/internal/extract"

type extractCmd struct {
	JSON  bool   `help:"Print the drafts as JSON."`
	Date  string `help:"Day of the conference, YYYY-MM-DD, against which 'trong tháng này' or a bare '30/6' is read." placeholder:"DAY"`
	Units string `help:"JSON file with the organisation's units and groups, to match addressees to." type:"existingfile"`
	File  string `arg:"" help:"The text, plain or DOCX; - is standard input."`
}

// Run prints the directives that the text holds.
func (c *extractCmd) Run(e *env) error {
	return extract.Run(e.ctx, extract.Args{JSON: c.JSON, Date: c.Date, Units: c.Units, File: c.File}, e.stdin, e.stdout, e.stderr)
}
