// Command guestkeyinrooms must not compile: a room has no guest's key.
package main

import portico "github.com/portico-portal/portico/clients/go"

func main() {
	_ = &portico.CustomerDataInput{
		CustomerKey: "grand-hotel",
		Rooms:       []*portico.RoomInput{{GuestKey: "ann", Name: "Ann Archer"}},
	}
}
