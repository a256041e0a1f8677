package main

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"example.com/shop/cart"
	"go.opentelemetry.io/contrib/bridges/otelslog"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

var (
	tracer = otel.Tracer("example.com/shop")
	logger = otelslog.NewLogger("example.com/shop", otelslog.WithSource(true))
)

type server struct {
	carts  *cart.Store
	client http.Client
	self   string
}

func (s *server) add(w http.ResponseWriter, r *http.Request) {
	ctx, span := tracer.Start(r.Context(), "add item")
	defer span.End()
	item := r.URL.Query().Get("item")
	if err := s.carts.Add(ctx, r.PathValue("id"), item); err != nil {
		span.RecordError(err, trace.WithStackTrace(true))
		span.SetStatus(codes.Error, err.Error())
		logger.ErrorContext(ctx, "no such item", slog.String("item", item))
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func (s *server) total(w http.ResponseWriter, r *http.Request) {
	cents, err := s.carts.Total(r.Context(), r.PathValue("id"))
	if errors.Is(err, cart.ErrEmpty) {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	request, _ := http.NewRequestWithContext(r.Context(), http.MethodGet, s.self+"/rates/USD", nil)
	response, err := s.client.Do(request)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer response.Body.Close()
	json.NewEncoder(w).Encode(cents)
}
