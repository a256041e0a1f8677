<?php

declare(strict_types=1);

use Nyholm\Psr7\Factory\Psr17Factory;
use Shop\Cart\CartController;
use Slim\Factory\AppFactory;

require __DIR__ . '/../vendor/autoload.php';

$psr17 = new Psr17Factory();
AppFactory::setResponseFactory($psr17);
$app = AppFactory::create();
$app->addRoutingMiddleware();
$app->addErrorMiddleware(false, false, false);

$app->get('/carts/{id}', [CartController::class, 'show']);
$app->post('/carts/{id}/checkout', CartController::class . ':checkout');
$app->post('/carts/{id}/refund', [CartController::class, 'refund'])->setName('refund-cart');
$app->get('/health', function ($request, $response) {
    $response->getBody()->write('ok');

    return $response;
});

$request = $psr17->createServerRequest($_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI'], $_SERVER);
$response = $app->handle($request);
http_response_code($response->getStatusCode());
echo $response->getBody();
