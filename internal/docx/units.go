package docx

import (
	"math"
	"strconv"
)

// twips: twentieths of a point, WordprocessingML's unit of length.
func twips(mm float64) string { return strconv.Itoa(twipsInt(mm)) }

func twipsInt(mm float64) int { return int(math.Round(mm / 25.4 * 1440)) }

func pointTwips(pt float64) string { return strconv.Itoa(int(math.Round(pt * 20))) }

// halfPoints: the unit of font sizes.
func halfPoints(pt float64) string { return strconv.Itoa(int(math.Round(pt * 2))) }
