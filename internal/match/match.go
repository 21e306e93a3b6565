// Package match finds the places that things belong to by their names: "Lock 101" to
// "Room 101", "Loby sensor" to "Lobby".
package match

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hbollon/go-edlib"
)

const (
	// enough is the least score that is a proposal.
	enough = 0.6
	// alike is the least Jaro-Winkler similarity by which one word is taken for another
	// that was misspelt: "loby" and "lobby" have 0.95, "front" and "floor" 0.64.
	alike = 0.9
	// common is the weight of a word that each place has.
	common = 0.1
	// mostWords bounds the words of a name, and mostComparisons those that are made for
	// words that may be misspelt: names are anybody's.
	mostWords       = 16
	mostComparisons = 100_000
	// precision is how exact a score is: sums of the same words in another order differ in
	// their last digits.
	precision = 1e6
)

// Pair is a thing and the place that it may belong to, by their numbers in the lists.
type Pair struct {
	Thing, Place int
	// Score is above 0, and 1 where all words of the place stand in the thing's name.
	Score float64
}

// Best finds for each thing the place whose name is most like it, of those that aren't
// refused, and gives the pairs that are alike enough, the best first.
//
// The words of a place count by how few places have them: of "Room 101" it is the number
// that tells it from the others. Words with digits must be the same, others may be
// misspelt as long as they begin alike.
func Best(things, places []string, refused func(thing, place int) bool) []Pair {
	v := newVocabulary(places)
	var pairs []Pair
	for i, name := range things {
		if pair, ok := v.best(i, words(name), refused); ok {
			pairs = append(pairs, pair)
		}
	}
	slices.SortStableFunc(pairs, func(a, b Pair) int { return cmp.Compare(b.Score, a.Score) })
	return pairs
}

// vocabulary is the words of all places.
type vocabulary struct {
	// having are the places that have a word, each once.
	having map[string][]int
	// byFirst are the words without digits by their first letter.
	byFirst map[rune][]string
	// weights are the words', and totals the sums of the places' words'.
	weights map[string]float64
	totals  []float64
	// matched is how much of each place a thing's name matches, and touched which places
	// have more than nothing there.
	matched []float64
	touched []int
	// means are the words of places that a thing's word stands for, as far as they were
	// looked up.
	means map[string]map[string]float64
	// comparisons is how many words may still be compared.
	comparisons int
}

func newVocabulary(places []string) *vocabulary {
	v := &vocabulary{
		having: map[string][]int{}, byFirst: map[rune][]string{}, weights: map[string]float64{}, means: map[string]map[string]float64{},
		totals: make([]float64, len(places)), matched: make([]float64, len(places)), comparisons: mostComparisons,
	}
	for i, name := range places {
		for _, word := range words(name) {
			if v.having[word] == nil && !hasDigit(word) {
				first, _ := utf8.DecodeRuneInString(word)
				v.byFirst[first] = append(v.byFirst[first], word)
			}
			v.having[word] = append(v.having[word], i)
		}
	}
	for word, having := range v.having {
		v.weights[word] = weight(len(having), len(places))
		if hasDigit(word) { // of one room alone, too, the number says more than "room"
			v.weights[word] *= 2
		}
	}
	for word, having := range v.having {
		for _, place := range having {
			v.totals[place] += v.weights[word]
		}
	}
	return v
}

// weight is common for a word that each place has, and grows to 1 and a little for one
// that few have.
func weight(having, all int) float64 {
	return common + math.Log(1+float64(all)/float64(having))/math.Log(1+float64(all))
}

// like gives the places' words that a word stands for, and how much they are alike.
func (v *vocabulary) like(word string) map[string]float64 {
	if known, ok := v.means[word]; ok {
		return known
	}
	found := map[string]float64{}
	if v.having[word] != nil {
		found[word] = 1
	}
	if !hasDigit(word) {
		first, _ := utf8.DecodeRuneInString(word)
		for _, other := range v.byFirst[first] {
			if v.comparisons--; v.comparisons < 0 {
				break
			}
			if similarity := float64(edlib.JaroWinklerSimilarity(word, other)); similarity >= alike {
				found[other] = max(found[other], similarity)
			}
		}
	}
	v.means[word] = found
	return found
}

func (v *vocabulary) best(thing int, name []string, refused func(thing, place int) bool) (best Pair, ok bool) {
	meant := map[string]float64{}
	for _, word := range name {
		for other, similarity := range v.like(word) {
			meant[other] = max(meant[other], similarity)
		}
	}
	for word, similarity := range meant {
		for _, place := range v.having[word] {
			if v.matched[place] == 0 {
				v.touched = append(v.touched, place)
			}
			v.matched[place] += similarity * v.weights[word]
		}
	}
	mostMatched := 0.0
	for _, place := range v.touched {
		weight, score := round(v.matched[place]), min(1, round(v.matched[place]/v.totals[place]))
		v.matched[place] = 0
		// Of two that fit alike the longer name says more; the first of equals, so that the
		// same names always give the same answer.
		better := cmp.Or(cmp.Compare(score, best.Score), cmp.Compare(weight, mostMatched), cmp.Compare(best.Place, place)) > 0
		if score >= enough && (!ok || better) && !refused(thing, place) {
			best, mostMatched, ok = Pair{Thing: thing, Place: place, Score: score}, weight, true
		}
	}
	v.touched = v.touched[:0]
	return best, ok
}

func round(x float64) float64 { return math.Round(x*precision) / precision }

// words are the first words of a name in lower case, each once. Letters and digits are words
// apart, and zeros in front of a number don't count.
func words(name string) []string {
	var all []string
	var word []rune
	end := func() {
		text := string(word)
		if hasDigit(text) {
			text = cmp.Or(strings.TrimLeft(text, "0"), "0")
		}
		if len(word) > 0 && !slices.Contains(all, text) {
			all = append(all, text)
		}
		word = word[:0]
	}
	for _, r := range strings.ToLower(name) {
		if len(all) == mostWords {
			return all
		}
		letter, digit := unicode.IsLetter(r) || unicode.IsMark(r), unicode.IsDigit(r)
		if !letter && !digit {
			end()
			continue
		}
		if len(word) > 0 && unicode.IsDigit(word[len(word)-1]) != digit {
			end()
		}
		word = append(word, r)
	}
	end()
	return all
}

func hasDigit(word string) bool { return strings.ContainsFunc(word, unicode.IsDigit) }
