use pricing::{price_of, Discount, Unknown};
use tracing::{info_span, Instrument};

pub struct Cart {
    skus: Vec<&'static str>,
}

impl Cart {
    #[tracing::instrument]
    pub async fn load(id: &str) -> Cart {
        let read = info_span!("read cart", otel.kind = "client");
        tokio::time::sleep(std::time::Duration::from_millis(2))
            .instrument(read)
            .await;
        let skus = if id == "7" { vec!["apple", "pear"] } else { vec!["apple", "plum"] };
        Cart { skus }
    }

    #[tracing::instrument(skip(self), err)]
    pub fn total(&self) -> Result<u32, Unknown> {
        let discount = Discount { percent: 10 };
        let mut sum = 0;
        for sku in &self.skus {
            sum += discount.apply(price_of(sku)?);
        }
        Ok(sum)
    }
}
