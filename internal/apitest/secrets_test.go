package apitest_test

import "testing"

func TestTakingASecretOutRevokesItsLinks(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		old := s.newLink("hotel", nil)
		id := str(old, "id")

		both := s.restarted(secret("n"), secret("s"))
		same(t, "with a new one before it", both.link(id), old)
		fresh := both.newLink("hotel", nil)
		rotated := both.newLink("hotel", nil)
		_ = rotated

		without := s.restarted(secret("n"))
		link := without.link(id)
		same(t, "without it", []any{at(link, "status"), at(link, "url"), at(link, "revokedAt")}, []any{"REVOKED", publicURL + "/p/" + id, nil})
		same(t, "one of the new one", without.link(str(fresh, "id")), fresh)
		without.refused(updateLinkDocument, obj{"input": obj{"id": id, "expiresInSeconds": 60}}, "CONFLICT id")
		without.refused(rotateLinkDocument, obj{"input": obj{"id": id, "expiresInSeconds": 60}}, "CONFLICT id")

		same(t, "put back", both.link(id), old)
		same(t, "rotated, it is of the new one", str(both.rotateLink(obj{"id": id}), "status"), "ACTIVE")
		same(t, "and lives without the old", str(without.link(id), "status"), "ACTIVE")
	})
}

func TestAReplayOfALinkWhoseSecretIsGoneStillGivesTheLink(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id := str(s.newLink("hotel", obj{"idempotencyKey": "k"}), "id")
		replayed := s.restarted(secret("n")).newLink("hotel", obj{"idempotencyKey": "k"})
		same(t, "the link", []any{at(replayed, "id"), at(replayed, "status")}, []any{id, "REVOKED"})
	})
}
