use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::TransportError;

/// The memory that all answers under way may take together.
///
/// An answer first takes room for its declared length, or one step if it declares none, and may
/// wait for that while it holds nothing. Later it takes more only if there is room at once: whoever
/// waits while holding something can wait for ever.
pub(super) struct ByteBudget {
    room: Arc<Semaphore>,
    whole: u32,
}

/// Room that one answer holds; given back when dropped.
#[derive(Debug)]
pub(super) struct Reservation {
    permit: OwnedSemaphorePermit,
    room: Arc<Semaphore>,
}

impl ByteBudget {
    /// A budget of this many bytes, rounded up to whole units.
    pub fn new(bytes: u64) -> Self {
        let whole = units(bytes);
        let permits = usize::try_from(whole).unwrap_or(Semaphore::MAX_PERMITS);
        Self { room: Arc::new(Semaphore::new(permits)), whole }
    }

    /// Takes room, waiting for it if need be.
    pub async fn reserve(&self, bytes: u64) -> Result<Reservation, TransportError> {
        // More than the whole would be waited for in vain.
        let wanted = units(bytes).min(self.whole);
        let room = Arc::clone(&self.room);
        let permit =
            room.acquire_many_owned(wanted).await.map_err(|_| TransportError::Overloaded)?;
        Ok(Reservation { permit, room: Arc::clone(&self.room) })
    }
}

impl Reservation {
    /// Grows to at least this many bytes in all, if there is room at once.
    pub fn grow_to(&mut self, bytes: u64) -> Result<(), TransportError> {
        let held = u32::try_from(self.permit.num_permits()).unwrap_or(u32::MAX);
        let more = units(bytes).saturating_sub(held);
        if more == 0 {
            return Ok(());
        }
        let room = Arc::clone(&self.room);
        let permit = room.try_acquire_many_owned(more).map_err(|_| TransportError::Overloaded)?;
        self.permit.merge(permit);
        Ok(())
    }
}

fn units(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT_BYTES)).unwrap_or(u32::MAX)
}

/// Fine enough to be fair, coarse enough that a semaphore can count to any sensible budget.
const UNIT_BYTES: u64 = 1024;
