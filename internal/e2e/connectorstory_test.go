package e2e_test

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// broker is a Mosquitto, with Debian's clients of it.
type broker struct {
	t    *testing.T
	port string
}

func startBroker(t *testing.T) *broker {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &broker{t: t}
	_, b.port, _ = net.SplitHostPort(listener.Addr().String())
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("mosquitto")
	if err != nil {
		program = "/usr/sbin/mosquitto" // Debian keeps it off PATH
	}
	settings := filepath.Join(t.TempDir(), "mosquitto.conf")
	if err := os.WriteFile(settings, []byte("listener "+b.port+" 127.0.0.1\nallow_anonymous true\nuser root\nlog_dest stderr\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	beside(t, exec.Command(program, "-c", settings))
	for end := time.Now().Add(readyPatience); ; time.Sleep(20 * time.Millisecond) {
		connection, err := net.Dial("tcp", "127.0.0.1:"+b.port)
		if err == nil {
			_ = connection.Close()
			return b
		}
		if time.Now().After(end) {
			t.Fatal("the broker does not listen: ", err)
		}
	}
}

// beside runs a program until the test ends, and shows what it wrote if that helps.
func beside(t *testing.T, command *exec.Cmd) {
	t.Helper()
	screen := &buffer{}
	command.Stderr = screen
	if err := command.Start(); err != nil {
		t.Fatal("this test needs what scripts/setup-test installs: ", err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
		if t.Failed() {
			t.Logf("%s wrote:\n%s", filepath.Base(command.Path), screen)
		}
	})
}

// keep publishes what the broker keeps.
func (b *broker) keep(topic, message string) {
	b.t.Helper()
	if output, err := exec.Command("mosquitto_pub", "-h", "127.0.0.1", "-p", b.port, "-q", "1", "-r", "-t", topic, "-m", message).CombinedOutput(); err != nil {
		b.t.Errorf("%s can't be published: %v %s", topic, err, output)
	}
}

// lock is a lock at the broker: it does what it is told, and says so.
func (b *broker) lock(id, name string) {
	b.t.Helper()
	command := exec.Command("mosquitto_sub", "-h", "127.0.0.1", "-p", b.port, "-q", "1", "-t", id+"/set")
	told, err := command.StdoutPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	beside(b.t, command)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for lines := bufio.NewScanner(told); lines.Scan(); {
			b.keep(id+"/state", map[string]string{"LOCK": "LOCKED", "UNLOCK": "UNLOCKED"}[lines.Text()])
		}
	}()
	b.t.Cleanup(func() {
		_ = command.Process.Kill()
		<-done
	})
	b.keep("homeassistant/lock/"+id+"/config", fmt.Sprintf(`{"~":%q,"stat_t":"~/state","cmd_t":"~/set","dev":{"ids":%[1]q,"name":%q,"mf":"Acme"}}`, id, name))
	b.keep(id+"/state", "LOCKED")
}

// startConnector joins a broker to a customer, by the program of the example.
func startConnector(s *server, key string, b *broker, customer string) {
	s.t.Helper()
	program := filepath.Join(s.t.TempDir(), "mqtt-connector")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir, build.Env = filepath.Join(root, "examples", "mqtt-connector"), append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		s.t.Fatalf("go build: %v\n%s", err, output)
	}
	connector := exec.Command(program, "-broker", "mqtt://127.0.0.1:"+b.port, "-portico", s.base, "-customer", customer)
	connector.Env = []string{"PORTICO_KEY=" + key}
	beside(s.t, connector)
}

// From the broker to the page and back: nothing between them is played but the lock.
func TestALockThatABrokerAnnouncesIsPutIntoARoomAndOpenedByATap(t *testing.T) {
	t.Parallel()
	s, b := start(t, setup{}), startBroker(t)
	key := s.firstKey()
	rooms := arr{obj{"roomKey": "101", "name": "Room 101"}, obj{"roomKey": "102", "name": "Room 102"}, obj{"roomKey": "spa", "name": "Spa"}}
	_, url := s.portal(key, obj{"customerData": obj{"customerKey": "hotel", "rooms": rooms}})
	startConnector(s, key, b, "hotel")
	b.lock("bolt", "Room 102 door")

	p := open(t, url, phone)
	p.enter()
	eval[bool](p, "window.loadedOnce = true")
	lock := "Room 102 door"
	p.section("devices")
	p.says(of(lock, "device-state"), "Locked")

	p.section("places")
	p.says(`[data-test=proposal][data-device="Room 102 door"]`, "Room 102")
	p.click(`[data-test=proposal][data-device="Room 102 door"] [data-test=accept]`)
	p.says(mark("organized"), "1 device is in Room 102 now.")

	p.section("devices")
	p.click(of(lock, "ask-UNLOCK"))
	p.says(of(lock, "device-state"), "Unlocked")
	p.says(of(lock, "device-action"), "Unlock: done")
	if !eval[bool](p, "window.loadedOnce === true") {
		t.Error("the page was loaded again")
	}
	var stored struct {
		Customer struct {
			Devices struct {
				Nodes []struct {
					Key   string
					State struct{ IsLocked *bool }
					Space struct{ Key string }
				}
			}
		}
	}
	s.must(key, `{ customer(key: "hotel") { devices { nodes { key state { isLocked } space { key } } } } }`, nil, &stored)
	if devices := stored.Customer.Devices.Nodes; len(devices) != 1 || devices[0].Key != "bolt" || *devices[0].State.IsLocked || devices[0].Space.Key != "102" {
		t.Errorf("the devices: %+v", devices)
	}
}
