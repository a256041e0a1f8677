Rails.application.routes.draw do
  resources :carts, only: [:show] do
    post :checkout, on: :member
  end
  namespace :admin do
    resources :prices, only: [:index]
  end
  get '/health', to: ->(_env) { [200, {}, ['ok']] }
end
