package portico_test

import (
	"context"
	"errors"
	"fmt"

	portico "github.com/portico-portal/portico/clients/go"
)

func Example() {
	client := portico.New("http://localhost:8080", "portico_…")
	made, err := portico.CreateCustomerPortal(context.Background(), client, &portico.CreateCustomerPortalInput{
		CustomerData: &portico.CustomerDataInput{
			CustomerKey: "grand-hotel",
			Rooms:       []*portico.RoomInput{{RoomKey: "101", Name: "Room 101"}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(made.CreateCustomerPortal.MagicLink.Url)
}

func ExampleError() {
	client := portico.New("http://localhost:8080", "portico_…")
	_, err := portico.GetCustomer(context.Background(), client, "grand-hotel", nil)
	if fault, ok := errors.AsType[*portico.Error](err); ok && fault.Code == portico.CodeUnauthenticated {
		fmt.Println("the key is wrong")
	}
}
