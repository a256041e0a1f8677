use tracing::instrument;

pub struct Discount {
    pub percent: u32,
}

impl Discount {
    /// The price less the discount.
    #[instrument(level = "debug", skip(self), fields(percent = self.percent))]
    pub fn apply(&self, cents: u32) -> u32 {
        cents - cents * self.percent / 100
    }
}
