// Package cart keeps the carts of the shop.
package cart

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"go.opentelemetry.io/contrib/bridges/otelslog"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

var (
	// ErrEmpty says that a cart has no total because nothing is in it.
	ErrEmpty = errors.New("the cart is empty")

	tracer = otel.Tracer("example.com/shop/cart")
	logger = otelslog.NewLogger("example.com/shop/cart", otelslog.WithSource(true))
	prices = map[string]int{"tea": 450, "cup": 1200}
)

// Store holds carts in memory.
type Store struct {
	mutex sync.Mutex
	carts map[string][]string
}

// NewStore makes an empty one.
func NewStore() *Store {
	return &Store{carts: map[string][]string{}}
}

// Add puts an item into a cart.
func (s *Store) Add(ctx context.Context, id, item string) error {
	ctx, span := tracer.Start(ctx, "Store.Add", trace.WithAttributes(attribute.String("item", item)))
	defer span.End()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return each([]string{item}, func(item string) error {
		if _, ok := prices[item]; !ok {
			err := fmt.Errorf("no price for %s", item)
			span.RecordError(err, trace.WithStackTrace(true))
			return err
		}
		logger.InfoContext(ctx, "added", slog.String("item", item))
		s.carts[id] = append(s.carts[id], item)
		return nil
	})
}

// Total is the price of a cart in cents.
func (s *Store) Total(ctx context.Context, id string) (int, error) {
	_, span := tracer.Start(ctx, "Store.Total")
	defer span.End()
	items := s.carts[id]
	if len(items) == 0 {
		span.RecordError(ErrEmpty)
		return 0, ErrEmpty
	}
	sum := 0
	for _, item := range items {
		sum += prices[item]
	}
	return sum, nil
}

// Break fails as a program with an error does.
func (s *Store) Break(ctx context.Context) {
	_, span := tracer.Start(ctx, "Store.Break")
	defer span.End(trace.WithStackTrace(true))
	var broken *Store
	broken.carts["1"] = nil
}

func each[T any](values []T, do func(T) error) error {
	for _, value := range values {
		if err := do(value); err != nil {
			return err
		}
	}
	return nil
}
