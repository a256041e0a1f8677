package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"example.com/shop/cart"
	shoptrace "example.com/shop/internal/trace"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/trace"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	shutdown, err := shoptrace.Setup(ctx)
	if err != nil {
		log.Fatal(err)
	}
	s := &server{
		carts:  cart.NewStore(),
		client: http.Client{Transport: otelhttp.NewTransport(http.DefaultTransport)},
		self:   "http://127.0.0.1:" + os.Getenv("PORT"),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /carts/{id}", s.add)
	mux.HandleFunc("GET /carts/{id}/total", s.total)
	mux.HandleFunc("GET /rates/{currency}", func(w http.ResponseWriter, r *http.Request) {
		_, span := tracer.Start(r.Context(), "rate")
		defer span.End()
		json.NewEncoder(w).Encode(1.1)
	})
	mux.HandleFunc("GET /panic", func(w http.ResponseWriter, r *http.Request) {
		ctx, span := tracer.Start(r.Context(), "panic")
		defer span.End(trace.WithStackTrace(true))
		s.carts.Break(ctx)
	})
	web := &http.Server{Addr: ":" + os.Getenv("PORT"), Handler: otelhttp.NewHandler(mux, "shop")}
	go web.ListenAndServe()
	<-ctx.Done()
	web.Shutdown(context.Background())
	shutdown(context.Background())
}
