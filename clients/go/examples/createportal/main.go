// Command createportal makes a customer's portal and prints the link to it.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	portico "github.com/portico-portal/portico/clients/go"
)

func main() {
	client := portico.New(os.Getenv("PORTICO_URL"), os.Getenv("PORTICO_API_KEY"))
	made, err := portico.CreateCustomerPortal(context.Background(), client, &portico.CreateCustomerPortalInput{
		CustomerData: &portico.CustomerDataInput{
			CustomerKey:  "grand-hotel",
			Guests:       []*portico.GuestInput{{GuestKey: "ann", Name: "Ann Archer"}},
			Rooms:        []*portico.RoomInput{{RoomKey: "101", Name: "Room 101"}},
			Reservations: []*portico.ReservationInput{{ReservationKey: "r-1", GuestKey: new("ann"), RoomKeys: []string{"101"}}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(made.CreateCustomerPortal.MagicLink.Url)
}
