require 'sinatra/base'
require 'opentelemetry/sdk'
require 'opentelemetry/exporter/otlp'
require 'opentelemetry/instrumentation/rack'
require 'opentelemetry/instrumentation/sinatra'
require_relative 'lib/catalogue'

OpenTelemetry::SDK.configure do |c|
  c.service_name = 'catalogue'
  c.use 'OpenTelemetry::Instrumentation::Sinatra'
end

class App < Sinatra::Base
  TRACER = OpenTelemetry.tracer_provider.tracer('catalogue')

  set :show_exceptions, false
  set :raise_errors, true

  get '/goods/:sku' do
    @price = Catalogue.new.price(params[:sku])
    erb :goods
  end

  get('/health') { 'ok' }

  post '/goods/:sku/stock' do |sku|
    TRACER.in_span("restock #{sku}", kind: :producer) do
      Catalogue.new.restock!(sku, Integer(params.fetch('count')))
    end
    status 202
  end

  not_found { 'nothing here' }
end
