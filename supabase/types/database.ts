
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "ai_agent_usage": {
                  Row: {
                    "agent_id": string | null,"cost_usd": number | null,"created_at": string,"discipline": string | null,"excess_period_start": string | null,"excess_requests": number | null,"excess_tokens": number | null,"id": number,"is_adjustment": boolean,"model_used": string | null,"period_start": string | null,"recorded_despite": string | null,"reported_by": Database["public"]['Enums']["ai_quota_caller"],"request_id": string | null,"requests": number,"reservation_id": string | null,"session_id": string | null,"tokens_audio_completion": number,"tokens_audio_prompt": number,"tokens_cache_write": number,"tokens_cached": number,"tokens_completion": number,"tokens_prompt": number,"tokens_reasoning": number,"tokens_total": number | null,"usage_source": Database["public"]['Enums']["ai_quota_usage_source"],"user_id": string,"workflow_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "agent_id"?: string | null,"cost_usd"?: number | null,"created_at"?: string,"discipline"?: string | null,"excess_period_start"?: string | null,"excess_requests"?: number | null,"excess_tokens"?: number | null,"id"?: never,"is_adjustment"?: boolean,"model_used"?: string | null,"period_start"?: string | null,"recorded_despite"?: string | null,"reported_by"?: Database["public"]['Enums']["ai_quota_caller"],"request_id"?: string | null,"requests"?: number,"reservation_id"?: string | null,"session_id"?: string | null,"tokens_audio_completion"?: number,"tokens_audio_prompt"?: number,"tokens_cache_write"?: number,"tokens_cached"?: number,"tokens_completion"?: number,"tokens_prompt"?: number,"tokens_reasoning"?: number,"tokens_total"?: never,"usage_source"?: Database["public"]['Enums']["ai_quota_usage_source"],"user_id": string,"workflow_id"?: string | null
                  }
                  Update: {
                    "agent_id"?: string | null,"cost_usd"?: number | null,"created_at"?: string,"discipline"?: string | null,"excess_period_start"?: string | null,"excess_requests"?: number | null,"excess_tokens"?: number | null,"id"?: never,"is_adjustment"?: boolean,"model_used"?: string | null,"period_start"?: string | null,"recorded_despite"?: string | null,"reported_by"?: Database["public"]['Enums']["ai_quota_caller"],"request_id"?: string | null,"requests"?: number,"reservation_id"?: string | null,"session_id"?: string | null,"tokens_audio_completion"?: number,"tokens_audio_prompt"?: number,"tokens_cache_write"?: number,"tokens_cached"?: number,"tokens_completion"?: number,"tokens_prompt"?: number,"tokens_reasoning"?: number,"tokens_total"?: never,"usage_source"?: Database["public"]['Enums']["ai_quota_usage_source"],"user_id"?: string,"workflow_id"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"ai_agents": {
                  Row: {
                    "id": string,"name": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: string,"name"?: string | null
                  }
                  Update: {
                    "id"?: string,"name"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_alerts": {
                  Row: {
                    "created_at": string,"id": number,"kind": Database["public"]['Enums']["ai_quota_alert_kind"],"metric": string,"period_start": string,"quota": number,"threshold": number,"used": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"id"?: never,"kind"?: Database["public"]['Enums']["ai_quota_alert_kind"],"metric": string,"period_start": string,"quota": number,"threshold": number,"used": number,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"id"?: never,"kind"?: Database["public"]['Enums']["ai_quota_alert_kind"],"metric"?: string,"period_start"?: string,"quota"?: number,"threshold"?: number,"used"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_audit": {
                  Row: {
                    "action": string,"actor": string | null,"created_at": string,"details": NonNullable<Json>,"id": number,"reason": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": string,"actor"?: string | null,"created_at"?: string,"details"?: NonNullable<Json>,"id"?: never,"reason": string,"user_id": string
                  }
                  Update: {
                    "action"?: string,"actor"?: string | null,"created_at"?: string,"details"?: NonNullable<Json>,"id"?: never,"reason"?: string,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_closed_days": {
                  Row: {
                    "cost_usd": number,"day": string,"requests": number,"tokens": number,"unpriced_requests": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "cost_usd"?: number,"day": string,"requests"?: number,"tokens"?: number,"unpriced_requests"?: number,"user_id": string
                  }
                  Update: {
                    "cost_usd"?: number,"day"?: string,"requests"?: number,"tokens"?: number,"unpriced_requests"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_deleted_usage": {
                  Row: {
                    "cost_usd": number,"day": string,"requests": number,"tokens": number,"unpriced_requests": number
                  }
                  ComputedFields: never
                  Insert: {
                    "cost_usd"?: number,"day": string,"requests"?: number,"tokens"?: number,"unpriced_requests"?: number
                  }
                  Update: {
                    "cost_usd"?: number,"day"?: string,"requests"?: number,"tokens"?: number,"unpriced_requests"?: number
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_denials": {
                  Row: {
                    "day": string,"denials": number,"reason": string,"tokens": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "day": string,"denials": number,"reason": string,"tokens": number,"user_id": string
                  }
                  Update: {
                    "day"?: string,"denials"?: number,"reason"?: string,"tokens"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_overrides": {
                  Row: {
                    "created_at": string,"expires_at": string | null,"extra_requests": number | null,"extra_tokens": number | null,"is_unlimited": boolean,"monthly_request_quota": number | null,"monthly_token_quota": number | null,"reason": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"expires_at"?: string | null,"extra_requests"?: number | null,"extra_tokens"?: number | null,"is_unlimited"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"reason": string,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"expires_at"?: string | null,"extra_requests"?: number | null,"extra_tokens"?: number | null,"is_unlimited"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"reason"?: string,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_periods": {
                  Row: {
                    "closed_at": string,"is_early": boolean,"monthly_request_quota": number | null,"monthly_token_quota": number | null,"period_end": string,"period_start": string,"requests_used": number,"tier": string,"tokens_used": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "closed_at"?: string,"is_early"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"period_end": string,"period_start": string,"requests_used": number,"tier": string,"tokens_used": number,"user_id": string
                  }
                  Update: {
                    "closed_at"?: string,"is_early"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"period_end"?: string,"period_start"?: string,"requests_used"?: number,"tier"?: string,"tokens_used"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_prices": {
                  Row: {
                    "audio_input_price": number | null,"audio_output_price": number | null,"cache_write_price": number | null,"cached_audio_input_price": number | null,"cached_input_price": number | null,"input_price": number,"is_from_list": boolean,"model": string,"output_price": number,"reasoning_price": number | null,"rules": Json | null,"source": string | null,"valid_from": string
                  }
                  ComputedFields: never
                  Insert: {
                    "audio_input_price"?: number | null,"audio_output_price"?: number | null,"cache_write_price"?: number | null,"cached_audio_input_price"?: number | null,"cached_input_price"?: number | null,"input_price": number,"is_from_list"?: never,"model": string,"output_price": number,"reasoning_price"?: number | null,"rules"?: Json | null,"source"?: string | null,"valid_from": string
                  }
                  Update: {
                    "audio_input_price"?: number | null,"audio_output_price"?: number | null,"cache_write_price"?: number | null,"cached_audio_input_price"?: number | null,"cached_input_price"?: number | null,"input_price"?: number,"is_from_list"?: never,"model"?: string,"output_price"?: number,"reasoning_price"?: number | null,"rules"?: Json | null,"source"?: string | null,"valid_from"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_reservations": {
                  Row: {
                    "closed_at": string | null,"created_at": string,"expires_at": string,"id": string,"on_expiry": Database["public"]['Enums']["ai_quota_on_expiry"],"period_start": string,"request_id": string | null,"requests": number,"requests_settled": number,"reserved_by": Database["public"]['Enums']["ai_quota_caller"],"status": Database["public"]['Enums']["ai_quota_reservation_status"],"tokens": number,"tokens_settled": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "closed_at"?: string | null,"created_at"?: string,"expires_at": string,"id"?: string,"on_expiry"?: Database["public"]['Enums']["ai_quota_on_expiry"],"period_start": string,"request_id"?: string | null,"requests": number,"requests_settled"?: number,"reserved_by"?: Database["public"]['Enums']["ai_quota_caller"],"status"?: Database["public"]['Enums']["ai_quota_reservation_status"],"tokens": number,"tokens_settled"?: number,"user_id": string
                  }
                  Update: {
                    "closed_at"?: string | null,"created_at"?: string,"expires_at"?: string,"id"?: string,"on_expiry"?: Database["public"]['Enums']["ai_quota_on_expiry"],"period_start"?: string,"request_id"?: string | null,"requests"?: number,"requests_settled"?: number,"reserved_by"?: Database["public"]['Enums']["ai_quota_caller"],"status"?: Database["public"]['Enums']["ai_quota_reservation_status"],"tokens"?: number,"tokens_settled"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_subscriptions": {
                  Row: {
                    "current_period_end": string | null,"current_period_start": string | null,"event_at": string,"status": string,"subscription_id": string,"tier": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "current_period_end"?: string | null,"current_period_start"?: string | null,"event_at"?: string,"status"?: string,"subscription_id": string,"tier": string,"user_id": string
                  }
                  Update: {
                    "current_period_end"?: string | null,"current_period_start"?: string | null,"event_at"?: string,"status"?: string,"subscription_id"?: string,"tier"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "ai_quota_subscriptions_tier_fkey"
      columns: ["tier"]
isOneToOne: false
      referencedRelation: "ai_quota_tiers"
      referencedColumns: ["tier"]
    }
                  ]
                },"ai_quota_tiers": {
                  Row: {
                    "display_name": string | null,"is_public": boolean,"monthly_request_quota": number | null,"monthly_token_quota": number | null,"sort_order": number,"tier": string
                  }
                  ComputedFields: never
                  Insert: {
                    "display_name"?: string | null,"is_public"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"sort_order"?: number,"tier": string
                  }
                  Update: {
                    "display_name"?: string | null,"is_public"?: boolean,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"sort_order"?: number,"tier"?: string
                  }
                  Relationships: [
                    
                  ]
                },"profiles": {
                  Row: {
                    "email": string | null,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "email"?: string | null,"user_id": string
                  }
                  Update: {
                    "email"?: string | null,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"user_ai_quotas": {
                  Row: {
                    "assigned_tier": string | null,"current_day": string,"current_day_cost_usd": number,"current_day_requests": number,"current_day_tokens": number,"current_day_unpriced": number,"current_month_requests": number,"current_month_tokens": number,"is_anonymous": boolean,"is_blocked": boolean,"limits_expire_at": string | null,"limits_version": number,"monthly_request_quota": number | null,"monthly_token_quota": number | null,"opened_early_at": string | null,"period_anchor": string | null,"period_end": string,"period_start": string,"quota_reset_date": string,"reserved_requests": number,"reserved_tokens": number,"reserved_valid_until": string | null,"tier": string,"user_id": string,"user_minute": string | null,"user_writes": number
                  }
                  ComputedFields: never
                  Insert: {
                    "assigned_tier"?: string | null,"current_day"?: string,"current_day_cost_usd"?: number,"current_day_requests"?: number,"current_day_tokens"?: number,"current_day_unpriced"?: number,"current_month_requests"?: number,"current_month_tokens"?: number,"is_anonymous"?: boolean,"is_blocked"?: boolean,"limits_expire_at"?: string | null,"limits_version"?: number,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"opened_early_at"?: string | null,"period_anchor"?: string | null,"period_end"?: never,"period_start"?: string,"quota_reset_date"?: string,"reserved_requests"?: number,"reserved_tokens"?: number,"reserved_valid_until"?: string | null,"tier"?: string,"user_id": string,"user_minute"?: string | null,"user_writes"?: number
                  }
                  Update: {
                    "assigned_tier"?: string | null,"current_day"?: string,"current_day_cost_usd"?: number,"current_day_requests"?: number,"current_day_tokens"?: number,"current_day_unpriced"?: number,"current_month_requests"?: number,"current_month_tokens"?: number,"is_anonymous"?: boolean,"is_blocked"?: boolean,"limits_expire_at"?: string | null,"limits_version"?: number,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"opened_early_at"?: string | null,"period_anchor"?: string | null,"period_end"?: never,"period_start"?: string,"quota_reset_date"?: string,"reserved_requests"?: number,"reserved_tokens"?: number,"reserved_valid_until"?: string | null,"tier"?: string,"user_id"?: string,"user_minute"?: string | null,"user_writes"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "user_ai_quotas_assigned_tier_fkey"
      columns: ["assigned_tier"]
isOneToOne: false
      referencedRelation: "ai_quota_tiers"
      referencedColumns: ["tier"]
    },{
      foreignKeyName: "user_ai_quotas_tier_fkey"
      columns: ["tier"]
isOneToOne: false
      referencedRelation: "ai_quota_tiers"
      referencedColumns: ["tier"]
    }
                  ]
                }
          }
          Views: {
            "ai_quota_daily": {
                  Row: {
                    "cost_usd": number | null,"day": string | null,"requests": number | null,"tokens": number | null,"unpriced_requests": number | null,"user_id": string | null
                  }
                  ComputedFields: never
                  Relationships: [
                    
                  ]
                },"ai_quota_unpriced_models": {
                  Row: {
                    "calls": number | null,"first_at": string | null,"last_at": string | null,"model_used": string | null,"tokens": number | null
                  }
                  ComputedFields: never
                  Relationships: [
                    
                  ]
                }
          }
          Functions: {
            "adjust_usage":
{ Args: { "cost_usd"?: number,"reason": string,"request_id"?: string,"requests"?: number,"tokens": number,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"check_user_quota":
{ Args: { "p_estimated_tokens"?: number,"user_id"?: string }; Returns: {
              "allowed": boolean,"quota_limit": number,"remaining_requests": number,"remaining_tokens": number,"request_limit": number,"reset_date": string
            }[]
                           },
"claim_quota_alerts":
{ Args: { "limit"?: number }; Returns: Database["public"]['CompositeTypes']["ai_quota_alert_delivery"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_alert_delivery"
        isOneToOne: false
        isSetofReturn: true
      } },
"complete_quota_alert":
{ Args: { "id": number }; Returns: Database["public"]['CompositeTypes']["ai_quota_alert_delivery"]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_alert_delivery"
        isOneToOne: true
        isSetofReturn: false
      } },
"fail_quota_alert":
{ Args: { "error": string,"id": number }; Returns: Database["public"]['CompositeTypes']["ai_quota_alert_delivery"]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_alert_delivery"
        isOneToOne: true
        isSetofReturn: false
      } },
"get_quota_status_for":
{ Args: { "user_id": string }; Returns: Database["public"]['CompositeTypes']["ai_quota_status"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_status"
        isOneToOne: false
        isSetofReturn: true
      } },
"get_user_monthly_usage":
{ Args: { "p_month"?: number,"p_year"?: number }; Returns: {
              "period_end": string,"period_start": string,"total_cost_usd": number,"total_requests": number,"total_tokens": number,"unpriced_requests": number
            }[]
                           },
"get_user_quota_status":
{ Args: Record<PropertyKey, never>; Returns: Database["public"]['CompositeTypes']["ai_quota_status"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_status"
        isOneToOne: false
        isSetofReturn: true
      } },
"has_quota_for":
{ Args: { "tokens": number,"user_id"?: string }; Returns: boolean
                           },
"initialize_user_quota":
{ Args: { "tier"?: string,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"release_reservation":
{ Args: { "reservation_id"?: string,"user_id"?: string }; Returns: Database["public"]['CompositeTypes']["ai_quota_status"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_status"
        isOneToOne: false
        isSetofReturn: true
      } },
"repair_user_quota":
{ Args: { "user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"reserve_tokens":
{ Args: { "expires_in_seconds"?: number,"on_expiry"?: string,"request_id"?: string,"requests"?: number,"tokens"?: number,"user_id"?: string }; Returns: {
              "allowed": boolean,"expires_at": string,"reason": string,"remaining_requests": number,"remaining_tokens": number,"reservation_id": string,"reset_date": string,"upgrade_tier": string
            }[]
                           },
"reset_monthly_quotas":
{ Args: Record<PropertyKey, never>; Returns: number
                           },
"reset_user_quota":
{ Args: { "reason": string,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"set_user_blocked":
{ Args: { "is_blocked"?: boolean,"reason"?: string,"user_id": string }; Returns: {
              "assigned_tier": string | null,
"current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_day_unpriced": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_anonymous": boolean,
"is_blocked": boolean,
"limits_expire_at": string | null,
"limits_version": number,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"opened_early_at": string | null,
"period_anchor": string | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string,
"user_minute": string | null,
"user_writes": number
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"set_user_subscription":
{ Args: { "current_period_end"?: string,"current_period_start"?: string,"event_at"?: string,"status"?: string,"subscription_id": string,"tier": string,"user_id": string }; Returns: {
              "current_period_end": string | null,
"current_period_start": string | null,
"event_at": string,
"status": string,
"subscription_id": string,
"tier": string,
"user_id": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_subscriptions"
        isOneToOne: false
        isSetofReturn: true
      } },
"track_usage":
{ Args: { "agent_id"?: string,"cost_usd"?: number,"discipline"?: string,"is_final"?: boolean,"model_used"?: string,"occurred_at"?: string,"request_id"?: string,"requests"?: number,"reservation_id"?: string,"session_id"?: string,"tokens_audio_completion"?: number,"tokens_audio_prompt"?: number,"tokens_cache_write"?: number,"tokens_cached"?: number,"tokens_completion"?: number,"tokens_prompt"?: number,"tokens_reasoning"?: number,"usage_source"?: string,"user_id"?: string,"workflow_id"?: string }; Returns: Database["public"]['CompositeTypes']["ai_quota_status"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_status"
        isOneToOne: false
        isSetofReturn: true
      } },
"track_usage_batch":
{ Args: { "calls": Json }; Returns: {
              "code": string,"hint": string,"message": string,"place": number,"result": string
            }[]
                           },
"verify_quota_integrity":
{ Args: Record<PropertyKey, never>; Returns: {
              "expected": number,"found": number,"period_start": string,"problem": string,"user_id": string
            }[]
                           }
          }
          Enums: {
            "ai_quota_alert_kind": "usage"|"denied","ai_quota_caller": "user"|"server","ai_quota_on_expiry": "release"|"charge","ai_quota_reservation_status": "pending"|"settled"|"released"|"charged","ai_quota_usage_source": "provider"|"estimated"
          }
          CompositeTypes: {
            "ai_quota_alert_delivery": {
                        "id": number | null,"user_id": string | null,"period_start": string | null,"kind": Database["public"]['Enums']["ai_quota_alert_kind"] | null,"metric": string | null,"threshold": number | null,"used": number | null,"quota": number | null,"created_at": string | null,"attempts": number | null,"next_attempt_at": string | null,"delivered_at": string | null,"last_error": string | null
                      },"ai_quota_status": {
                        "used": number | null,"limit": number | null,"remaining": number | null,"percentage": number | null,"reset_date": string | null,"status": string | null,"tier": string | null,"reserved": number | null,"requests_used": number | null,"requests_limit": number | null,"requests_remaining": number | null,"requests_percentage": number | null,"is_unlimited": boolean | null,"period_start": string | null,"is_blocked": boolean | null
                      }
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            "ai_quota_alert_kind": ["usage", "denied"],"ai_quota_caller": ["user", "server"],"ai_quota_on_expiry": ["release", "charge"],"ai_quota_reservation_status": ["pending", "settled", "released", "charged"],"ai_quota_usage_source": ["provider", "estimated"]
          }
        }
} as const
