<?php

declare(strict_types=1);

namespace Shop\Cart;

use OpenTelemetry\API\Globals;
use OpenTelemetry\API\Trace\StatusCode;
use Psr\Http\Message\ResponseInterface as Response;
use Psr\Http\Message\ServerRequestInterface as Request;
use Throwable;

final class CartController
{
    public function show(Request $request, Response $response, array $args): Response
    {
        $cart = new Cart($args['id']);
        $response->getBody()->write((string) $cart->total());

        return $response;
    }

    public function checkout(Request $request, Response $response, array $args): Response
    {
        $span = Globals::tracerProvider()->getTracer('shop')->spanBuilder('checkout')->startSpan();
        $scope = $span->activate();
        try {
            (new Cart($args['id']))->pay(new Card('4111'));
        } catch (Throwable $thrown) {
            $span->recordException($thrown);
            $span->setStatus(StatusCode::STATUS_ERROR, 'not paid');
            throw $thrown;
        } finally {
            $scope->detach();
            $span->end();
        }

        return $response->withStatus(201);
    }

    public function refund(Request $request, Response $response, array $args): Response
    {
        $span = Globals::tracerProvider()->getTracer('shop')->spanBuilder('refund')->startSpan();
        try {
            Cart::refund($args['id']);
        } catch (Throwable $thrown) {
            // What PHP itself prints of an exception, rather than what the SDK makes of one.
            $span->addEvent('exception', ['exception.type' => $thrown::class, 'exception.stacktrace' => (string) $thrown]);
            $span->setStatus(StatusCode::STATUS_ERROR);
        }
        $span->end();

        return $response->withStatus(409);
    }
}
