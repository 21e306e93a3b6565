// This must not compile: a room has no guestKey.
import type { RoomInput } from 'portico-client';

export const rooms: RoomInput[] = [{ roomKey: '101', name: 'Room 101' }, { guestKey: 'ann', name: 'Ann Archer' }];
