package apitest_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var seed = flag.Uint64("seed", 0, "what the random inputs of the property test are made of; another one each time where it is 0")

const (
	// leastInputs are made in each run, and more, up to mostInputs, until every row was sent.
	leastInputs, mostInputs = 20, 100

	heldDocument = `query($key: String!, $id: ID!){customer(key: $key){` + customerFields + `}
		magicLink(id: $id){` + linkSettings + ` isEmbedded buildingBlockType customizationProfileId}}`
)

// TestWhatIsSentByRESTAndByGraphQLIsReadBackEqual makes random inputs over all of Seam's
// table, sends each by both faces, each into a workspace of its own, and holds what GraphQL
// reads of both against each other and against what was sent. Sent again it must change nothing.
func TestWhatIsSentByRESTAndByGraphQLIsReadBackEqual(t *testing.T) {
	from := *seed
	if from == 0 {
		from = rand.Uint64()
	}
	each(t, func(t *testing.T, s *server) {
		root, rows := seamTree(t)
		if rows != 202 {
			t.Fatalf("the table has %d rows", rows)
		}
		t.Logf("repeat these inputs by -seed=%d", from)
		inputs := newSeamInputs(t, root, from)
		byREST, byGraphQL := newWay(s.client, sendREST), newWay(s.second(), sendGraphQL)
		held := map[string]holding{}
		made := 0
		for ; made < leastInputs || len(inputs.missing()) > 0; made++ {
			if made == mostInputs {
				t.Fatalf("no input had %q", inputs.missing())
			}
			input := inputs.next()
			words := asGraphQL("", input)
			key := str(words, "customerData.customerKey")
			if held[key] == nil {
				held[key] = holding{}
			}
			held[key].push(at(words, "customerData"))
			want := obj{"customer": held[key].readBack(), "link": held[key].link(words), "unresolved": held[key].unresolved(words)}
			rest, graphQL := byREST.send(input), byGraphQL.send(input)
			faults := slices.Concat(differences("by REST and GraphQL", rest, graphQL), differences("by REST, and as sent", rest, want))
			again := at(s.check(obj{"customerData": at(words, "customerData")}), "comparison").(obj)
			for _, list := range []string{"spaces", "userIdentities", "accessGrants"} {
				faults = append(faults, differences("of "+list+", sent again", at(again, list), changes(0, 0, num(again, list+".unchanged")))...)
			}
			if len(faults) > 0 || t.Failed() {
				text, _ := json.Marshal(input)
				t.Fatalf("input %d of -seed=%d\n%s\n%.6000s", made, from, strings.Join(faults[:min(len(faults), 10)], "\n"), text)
			}
		}
		for key, want := range held {
			for _, w := range []way{byREST, byGraphQL} {
				same(t, "in the end", len(differences(key, w.read(key, "none")["customer"], want.readBack())), 0)
			}
		}
		rarest := slices.MinFunc(slices.Collect(maps.Keys(inputs.sent)), func(a, b string) int { return inputs.sent[a] - inputs.sent[b] })
		t.Logf("%d inputs had each of %d rows, %s %d times", made, len(inputs.sent), rarest, inputs.sent[rarest])
	})
}

// way is one of the two ways in, with a workspace of its own.
type way struct {
	client

	profile string
	// by sends an input, and gives the link's id and how many references it says name nothing.
	by func(c client, input obj) (id string, unresolved int)
}

func newWay(c client, by func(client, obj) (string, int)) way {
	return way{client: c, profile: str(c.newProfile(obj{"name": "a profile"}), "id"), by: by}
}

// send sends an input and gives what is then read of it.
func (w way) send(input obj) obj {
	w.t.Helper()
	input = maps.Clone(input)
	if input["customization_profile_id"] == profileStandIn {
		input["customization_profile_id"] = w.profile
	}
	id, unresolved := w.by(w.client, input)
	read := w.read(str(input, "customer_data.customer_key"), id)
	read["unresolved"] = unresolved
	return read
}

func (w way) read(key, id string) obj {
	w.t.Helper()
	read := w.data(heldDocument, obj{"key": key, "id": id})
	for _, list := range []string{"spaces", "userIdentities", "accessGrants"} {
		same(w.t, "one page of "+list, num(read, "customer."+list+".totalCount"), len(items(read, "customer."+list+".nodes")))
	}
	link, _ := at(read, "magicLink").(obj)
	if link["customizationProfileId"] == w.profile {
		link["customizationProfileId"] = profileStandIn
	}
	return obj{"customer": readBack(at(read, "customer")), "link": link}
}

func sendREST(c client, input obj) (id string, unresolved int) {
	c.t.Helper()
	a := c.does(restCreate, input)
	for _, w := range items(a.JSON, "warnings") {
		more := 1
		_, _ = fmt.Sscanf(str(w, "message"), "%d more references", &more) // what isn't listed
		if str(w, "warning_code") == "unresolved_reference" {
			unresolved += more
		}
	}
	return str(a.JSON, "magic_link.customer_portal_id"), unresolved
}

func sendGraphQL(c client, input obj) (id string, unresolved int) {
	c.t.Helper()
	created := c.create(asGraphQL("", input).(obj))
	return str(created, "magicLink.id"), len(items(created, "unresolvedReferences"))
}

// differences lists where two values differ.
func differences(where string, got, want any) (all []string) {
	members := func(value any) obj {
		switch v := value.(type) {
		case obj:
			return v
		case map[string]obj:
			loose := obj{}
			for name, inner := range v {
				loose[name] = inner
			}
			return loose
		default:
			return nil
		}
	}
	g, w := members(got), members(want)
	if g == nil || w == nil {
		if !reflect.DeepEqual(got, want) {
			all = append(all, fmt.Sprintf("%s: %.300q, not %.300q", where, fmt.Sprint(got), fmt.Sprint(want)))
		}
		return all
	}
	for name := range w {
		if _, there := g[name]; !there {
			all = append(all, fmt.Sprintf("%s: %q is not there", where, name))
		}
	}
	for name, value := range g {
		if wanted, there := w[name]; there {
			all = append(all, differences(where+" / "+name, value, wanted)...)
		} else {
			all = append(all, fmt.Sprintf("%s: %q is there", where, name))
		}
	}
	return all
}
