require 'rails'
require 'action_controller/railtie'
require 'active_job/railtie'
require 'active_record/railtie'
require 'opentelemetry/sdk'
require 'opentelemetry/exporter/otlp'
require 'opentelemetry/instrumentation/rack'
require 'opentelemetry/instrumentation/action_pack'
require 'opentelemetry/instrumentation/active_job'
require 'opentelemetry/instrumentation/active_record'

OpenTelemetry::SDK.configure do |c|
  c.service_name = 'shop'
  c.use_all
end

module Shop
  class Application < Rails::Application
    config.root = File.expand_path('..', __dir__)
    config.load_defaults 6.1
    config.eager_load = true
    config.hosts.clear
    config.secret_key_base = 'not a secret'
    config.logger = Logger.new($stderr)
    config.consider_all_requests_local = false
    config.active_job.queue_adapter = :inline
    config.autoload_paths << root.join('lib')
    config.eager_load_paths << root.join('lib')
  end
end
