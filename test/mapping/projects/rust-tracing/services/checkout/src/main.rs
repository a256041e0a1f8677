mod cart;
mod telemetry;

use axum::{extract::Path, http::StatusCode, routing::get, Router};
use tower_http::trace::TraceLayer;
use tracing::{error, info};

#[tokio::main]
async fn main() {
    let telemetry = telemetry::start();
    let app = Router::new()
        .route("/carts/{id}", get(show_cart))
        .layer(TraceLayer::new_for_http());
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    axum::serve(listener, app)
        .with_graceful_shutdown(tokio::time::sleep(std::time::Duration::from_secs(6)))
        .await
        .unwrap();
    telemetry.stop();
}

#[tracing::instrument(name = "show cart", skip_all)]
async fn show_cart(Path(id): Path<String>) -> Result<String, StatusCode> {
    info!(cart = %id, "cart asked for");
    cart::Cart::load(&id).await.total().map(|cents| cents.to_string()).map_err(|unknown| {
        error!(%unknown, "cart has no total");
        StatusCode::NOT_FOUND
    })
}
